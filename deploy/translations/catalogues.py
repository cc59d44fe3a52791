"""Reads and writes the catalogues of `locale/`, one per language, in the gettext PO format."""

from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from deploy.translations.sources import ROOT, messages

LOCALE = ROOT / "locale"
SOURCE_LANGUAGE = "en"
_HEADER = "# What the terms of the trade are called: glossary.md in this folder's parent."
# A real date would change with every run.
_NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)


def template() -> Catalog:
    """Return a catalogue of every message of the sources, untranslated."""
    found = Catalog(charset="utf-8")
    for message in messages():
        found.add(
            (message.text, message.plural) if message.plural else message.text,
            locations=[(message.place, None)],  # type: ignore[list-item]
            auto_comments=message.notes,
            context=message.context or None,
        )
    return found


def catalogue_path(language: str, folder: Path = LOCALE) -> Path:
    """Return where a language's catalogue lies."""
    return folder / language / "LC_MESSAGES" / "django.po"


def read_catalogue(language: str, folder: Path = LOCALE) -> Catalog:
    """Return a language's catalogue, an empty one when there is none yet."""
    path = catalogue_path(language, folder)
    if not path.exists():
        return Catalog(
            locale=language,
            project="Sales Mastery Hub",
            charset="utf-8",
            header_comment=_HEADER,
            fuzzy=False,
        )
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def write_catalogue(language: str, catalogue: Catalog, folder: Path = LOCALE) -> None:
    """Write a language's catalogue, without dates and line numbers, which would change with every commit."""
    path = catalogue_path(language, folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    # All on one line: wrapped text makes it hard to see what changed.
    with path.open("wb") as file:
        write_po(file, catalogue, width=0, include_lineno=False, omit_header=False)


def bring_up_to_date(language: str, source: Catalog, folder: Path = LOCALE) -> Catalog:
    """Give a catalogue the sources' messages; what is new is empty, what is gone is dropped.

    Nothing is guessed from similar messages: a guess that nobody reads is a wrong word in the product.
    """
    catalogue = read_catalogue(language, folder)
    catalogue.update(source, no_fuzzy_matching=True, update_header_comment=False)
    catalogue.obsolete.clear()
    catalogue.creation_date = catalogue.revision_date = _NO_DATE
    write_catalogue(language, catalogue, folder)
    return catalogue
