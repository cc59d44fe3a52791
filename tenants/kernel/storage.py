"""Files. Every key begins with the schema it belongs to, and another schema's key is an error.

The files lie in a folder locally and in S3 in production (`STORAGES["default"]`).
"""

import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, default_storage

from tenants.kernel.ids import uuid7
from tenants.kernel.names import content_origin
from tenants.schemas import current_schema

_EXTENSION = re.compile(r"\.[a-z0-9]{1,8}")


class ForeignKey(Exception):
    """The key is not one of the entered schema's."""


def _own(key: str) -> str:
    parts = PurePosixPath(key).parts
    if not parts or parts[0] != current_schema() or ".." in parts or key.startswith("/"):
        raise ForeignKey(key)
    return key


def key_for(name: str) -> str:
    """Return the key of a file in the entered schema.

    Args:
        name: a relative path such as `media/<id>/master.m3u8`.

    Raises:
        ForeignKey: when the name would lead out of the schema's folder.

    """
    return _own(f"{current_schema()}/{name}")


def fresh_name(folder: str, filename: str) -> str:
    """Return a name in `folder` that nothing else has.

    Of the file's own name only a plain extension is kept: what people call their files is a matter
    for a row, in any script, and not for a path.
    """
    suffix = Path(filename).suffix.lower()
    return f"{folder}/{uuid7().hex}{suffix if _EXTENSION.fullmatch(suffix) else ''}"


def store(name: str, content: "File[bytes] | bytes | Path", *, content_type: str = "") -> str:
    """Write a file, replacing one of the same name: who reads it meanwhile finds the one or the other.

    Args:
        name: relative to the schema's folder.
        content: bytes, an open file, or a file on this machine.
        content_type: kept by S3, guessed from the name when empty.

    Returns:
        Its key, to be kept in a row.
    """
    key = key_for(name)
    if isinstance(content, Path):
        with content.open("rb") as handle:
            return _save(key, File(handle), content_type)
    return _save(key, ContentFile(content) if isinstance(content, bytes) else content, content_type)


def _save(key: str, file: "File[bytes]", content_type: str) -> str:
    if content_type:
        file.content_type = content_type  # type: ignore[attr-defined]  # django-storages reads it
    if not _is_on_disk():
        return default_storage.save(key, file)  # S3 puts the whole of it in the place of another
    if default_storage.exists(key):
        beside = default_storage.save(f"{key}.{uuid7().hex}", file)
        Path(default_storage.path(beside)).replace(default_storage.path(key))
        return key
    return default_storage.save(key, file)


def _is_on_disk() -> bool:
    return isinstance(default_storage._wrapped, FileSystemStorage)  # type: ignore[attr-defined]


def store_pieces(name: str, pieces: Iterable[bytes]) -> str:
    """Write a file that comes piece by piece; see `store`."""
    with tempfile.TemporaryFile() as whole:
        for piece in pieces:
            whole.write(piece)
        whole.seek(0)
        return store(name, File(whole))


def open_file(key: str) -> "File[bytes]":
    """Open a file for reading; raises FileNotFoundError."""
    return default_storage.open(_own(key), "rb")


def read(key: str) -> bytes:
    """Return a small file's bytes."""
    with open_file(key) as handle:
        return handle.read()


def exists(key: str) -> bool:
    """Whether the file is there."""
    return default_storage.exists(_own(key))


def size(key: str) -> int:
    """Return the file's size in bytes."""
    return default_storage.size(_own(key))


def delete(key: str) -> None:
    """Remove a file; one that is not there is no error."""
    default_storage.delete(_own(key))


def walk() -> Iterator[str]:
    """Yield the key of every file of the entered schema, in no particular order."""
    folders = [current_schema()]
    while folders:
        folder = folders.pop()
        try:
            inside, files = default_storage.listdir(folder)
        except FileNotFoundError:
            continue
        folders += [f"{folder}/{name}" for name in inside if name]
        yield from (f"{folder}/{name}" for name in files if name)


@contextmanager
def local_path(key: str) -> Iterator[Path]:
    """Give a file as a path on this machine, for programs that want one."""
    _own(key)
    if _is_on_disk():
        yield Path(default_storage.path(key))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / PurePosixPath(key).name
        with open_file(key) as source, path.open("wb") as target:
            for chunk in source.chunks():
                target.write(chunk)
        yield path


def content_url(*segments: str) -> str:
    """Return an address on the entered company's content host."""
    return f"{content_origin()}/{'/'.join(segments)}"
