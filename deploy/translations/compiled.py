"""Compiles the catalogues into a data folder, where Django reads them; what is up to date stays."""

import os
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parents[2] / "locale"


def compile_into(folder: Path) -> list[str]:
    """Compile what is new in `locale/`.

    Args:
        folder: gets `<language>/LC_MESSAGES/django.mo`.

    Returns:
        The languages that were compiled now.
    """
    done = []
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
        language = source.parents[1].name
        target = folder / language / "LC_MESSAGES" / "django.mo"
        if target.exists() and target.stat().st_mtime_ns == source.stat().st_mtime_ns:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        with source.open("rb") as file:
            catalogue = read_po(file, locale=language, abort_invalid=True)
        # Whole or not at all: a server may be starting on the same folder.
        unfinished = target.with_suffix(f".{os.getpid()}")
        with unfinished.open("wb") as file:
            write_mo(file, catalogue)
        stamp = source.stat()
        os.utime(unfinished, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
        unfinished.replace(target)
        done.append(language)
    return done


if __name__ == "__main__":
    compile_into(Path(sys.argv[1]))
