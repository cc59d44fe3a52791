"""The file a backup is: a ZIP with a sealed list of what is in it.

`manifest.json` says what every other entry must be (bytes and SHA-256) and what the schema held (rows
and checksums by table); `manifest.seal` is its HMAC under SECRET_KEY. A file that was cut short, altered
or put together by somebody else is found out before anything is done with it.
"""

import hashlib
import hmac
import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac

from tenants.backend.contents import Sum
from tenants.backend.names import is_schema_name
from tenants.kernel.errors import Invalid

FORMAT = 1
_MANIFEST, _SEAL = "manifest.json", "manifest.seal"
_PIECE = 1024 * 1024
_MANIFEST_LIMIT = 64 * 1024 * 1024


@dataclass(frozen=True)
class Entry:
    """What one entry of the ZIP must be."""

    size: int
    sha256: str


@dataclass
class Manifest:
    """What a backup holds."""

    made_at: str
    tenant_id: str
    slug: str
    name: str
    locale: str
    time_zone: str
    cluster: str
    schema: str
    server: str
    migrations: list[list[str]]
    columns: dict[str, list[str]] = field(default_factory=dict)
    sums: dict[str, Sum] = field(default_factory=dict)
    counters: dict[str, tuple[int, bool]] = field(default_factory=dict)
    with_files: bool = True
    # Files that rows spoke of and that were gone when they were to be read.
    vanished: list[str] = field(default_factory=list)
    entries: dict[str, Entry] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return sum(found.rows for found in self.sums.values())

    @property
    def files(self) -> list[str]:
        """The names of the uploaded files, relative to the schema's folder."""
        return sorted(name.removeprefix(FILES) for name in self.entries if name.startswith(FILES))


TABLES, FILES = "tables/", "files/"


class Writer:
    """Writes a backup; what is not closed by `finish` is no backup."""

    def __init__(self, path: Path) -> None:
        path.touch(mode=0o600, exist_ok=False)
        self._zip = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6)

    def add(self, name: str, pieces: Iterable[bytes], manifest: Manifest) -> None:
        """Write an entry and say in the manifest what it is."""
        size, digest = 0, hashlib.sha256()
        with self._zip.open(zipfile.ZipInfo(name), "w", force_zip64=True) as into:
            for piece in pieces:
                size += len(piece)
                digest.update(piece)
                into.write(piece)
        manifest.entries[name] = Entry(size, digest.hexdigest())

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest and its seal."""
        body = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()
        self._zip.writestr(_MANIFEST, body)
        self._zip.writestr(_SEAL, _seal(body, settings.SECRET_KEY))
        self._zip.close()

    def abandon(self) -> None:
        """Close the file as it is."""
        self._zip.close()


class Reader:
    """A backup whose every byte was looked at.

    Args:
        path: the file.
        any_seal: take one that was sealed under another SECRET_KEY; its own figures must still agree.

    Raises:
        Invalid: saying what is wrong with the file.
    """

    def __init__(self, path: Path, *, any_seal: bool = False) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except OSError as error:
            raise Invalid(f"{path} cannot be read: {error.strerror}.") from error
        except zipfile.BadZipFile as error:
            raise Invalid(f"{path} is no backup, or its end is missing: {error}.") from error
        try:
            self.manifest = self._read_manifest(path, any_seal=any_seal)
            self._look_at_everything(path)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            OSError,
            ValueError,
        ) as error:
            self._zip.close()
            raise Invalid(f"{path} is damaged: {error}.") from error
        except Invalid:
            self._zip.close()
            raise

    def __enter__(self) -> "Reader":
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield an entry's bytes.

        Raises:
            Invalid: when they are no longer what the manifest says.
        """
        size, digest = 0, hashlib.sha256()
        with self._zip.open(name) as source:
            while piece := source.read(_PIECE):
                size += len(piece)
                digest.update(piece)
                yield piece
        if Entry(size, digest.hexdigest()) != self.manifest.entries[name]:
            raise Invalid(f"{name} in the backup is not what its list says: it was altered.")

    def _read_manifest(self, path: Path, *, any_seal: bool) -> Manifest:
        names = set(self._zip.namelist())
        if not {_MANIFEST, _SEAL} <= names:
            raise Invalid(f"{path} is no backup of a company: it has no list of contents.")
        if self._zip.getinfo(_MANIFEST).file_size > _MANIFEST_LIMIT:
            raise Invalid(f"{path} is no backup of a company: its list is too long.")
        body, seal = self._zip.read(_MANIFEST), self._zip.read(_SEAL)
        keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        if not any_seal and not any(hmac.compare_digest(seal, _seal(body, key)) for key in keys):
            raise Invalid(
                f"{path} was altered, or sealed under another SECRET_KEY. If it is another"
                " installation's, and you trust it, say --any-seal."
            )
        manifest = _manifest(json.loads(body))
        if names - {_MANIFEST, _SEAL} != set(manifest.entries) or len(names) != len(
            self._zip.namelist()
        ):
            raise Invalid(f"{path} does not hold what its list says: entries are missing or added.")
        return manifest

    def _look_at_everything(self, path: Path) -> None:
        for name in self.manifest.entries:
            for _piece in self.pieces(name):
                pass


def _manifest(raw: dict[str, Any]) -> Manifest:
    if raw.get("format") != FORMAT:
        raise Invalid(f"This backup has format {raw.get('format')!r}; this code reads {FORMAT}.")
    try:
        raw["sums"] = {table: Sum(**found) for table, found in raw["sums"].items()}
        raw["entries"] = {name: Entry(**entry) for name, entry in raw["entries"].items()}
        manifest = Manifest(**raw)
    except (TypeError, KeyError, AttributeError) as error:
        raise Invalid(f"The backup's list cannot be read: {error}.") from error
    tables = {f"{TABLES}{table}" for table in manifest.columns}
    if (
        not is_schema_name(manifest.schema)
        or manifest.sums.keys() != manifest.columns.keys()
        or not tables <= manifest.entries.keys()
    ):
        raise Invalid("The backup's list contradicts itself.")
    return manifest


def _seal(body: bytes, key: str | bytes) -> bytes:
    return salted_hmac("smh.backup", body, secret=key, algorithm="sha256").hexdigest().encode()
