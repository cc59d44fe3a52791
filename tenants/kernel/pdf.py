"""Documents as PDF, by WeasyPrint, which may read our fonts, style sheets and pictures and nothing else.

A template addresses static files as `{{ static_root }}css/…` and data passed in as `{{ data_root }}<name>`.
Both roots are names that exist nowhere (`.invalid`, RFC 2606 section 2); every other address, `file:`
and `data:` included, is refused, so that nothing a person typed into a name or a logo can make the
server read a file or call a host.
"""

import mimetypes
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from fontTools.ttLib import woff2
from PIL import ImageFile
from weasyprint import HTML, Attachment
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

# WeasyPrint switches this on at import, for the whole process: uploads that were cut off would pass.
ImageFile.LOAD_TRUNCATED_IMAGES = False

# Fonts are cut for each document and would say when: the same sheet drawn again were another file
# (https://reproducible-builds.org/specs/source-date-epoch/).
os.environ.setdefault("SOURCE_DATE_EPOCH", "0")

STATIC_ROOT = "https://static.invalid/"
DATA_ROOT = "https://data.invalid/"
_STATIC_FOLDERS = ("css", "fonts", "img")


class NotAllowed(Exception):
    """A document asked for something off the allow list; it is not made at all."""


class _Stop(FatalURLFetchingError):
    """Ends WeasyPrint's run, which swallows every other error of a fetcher. Never leaves this module."""


@dataclass(frozen=True)
class EmbeddedFile:
    """A file carried inside a PDF, which a reader can take out again. `made_at` is in UTC."""

    name: str
    content: bytes
    made_at: datetime
    description: str = ""


class AllowListFetcher(URLFetcher):
    """Serves static files of three folders and the data passed in.

    Args:
        data: name to (bytes, media type).

    """

    def __init__(self, data: Mapping[str, tuple[bytes, str]]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self._data = data

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """Return what the address names.

        Raises:
            _Stop: for everything off the list.

        """
        parts = urlsplit(url)
        name = unquote(parts.path.lstrip("/"))
        root = f"{parts.scheme}://{parts.netloc}/"
        if root == STATIC_ROOT:
            path = _static_file(name)
            if path.suffix == ".woff2":
                return _answer(url, _unpacked(path), "font/ttf")
            return _answer(url, path.read_bytes(), mimetypes.guess_type(path.name)[0] or "")
        if root == DATA_ROOT and name in self._data:
            content, media_type = self._data[name]
            return _answer(url, content, media_type)
        raise _Stop(f"Not on the allow list of documents: {url[:200]}")


def _answer(url: str, content: bytes, media_type: str) -> URLFetcherResponse:
    return URLFetcherResponse(
        url, content, {"Content-Type": media_type or "application/octet-stream"}
    )


@lru_cache(maxsize=64)
def _unpacked(path: Path) -> bytes:
    """Return a font as WeasyPrint needs it, which else unpacks all of them, in Python, for every document."""
    out = BytesIO()
    woff2.decompress(BytesIO(path.read_bytes()), out)
    return out.getvalue()


def _static_file(name: str) -> Path:
    pure = PurePosixPath(name)
    if ".." in pure.parts or not pure.parts or pure.parts[0] not in _STATIC_FOLDERS:
        raise _Stop(f"Not a static file for documents: {name[:200]}")
    found = finders.find(str(pure))
    if not isinstance(found, str):
        raise _Stop(f"No such static file: {name[:200]}")
    return Path(found)


def render_pdf(
    *,
    template: str,
    context: Mapping[str, Any],
    attachments: Sequence[EmbeddedFile] = (),
    data: Mapping[str, tuple[bytes, str]] | None = None,
) -> bytes:
    """Return a tagged PDF of an HTML template.

    Title, language and author come from the template's `<title>`, `<html lang>` and `<meta>`.

    Args:
        template: its name; it gets `static_root` and `data_root` besides `context`.
        context: for the template.
        attachments: files to embed.
        data: pictures and the like by name, each as bytes and media type.

    Raises:
        NotAllowed: when the document asks for anything that was not given.

    """
    html = render_to_string(
        template, {**context, "static_root": STATIC_ROOT, "data_root": DATA_ROOT}
    )
    document = HTML(string=html, base_url=STATIC_ROOT, url_fetcher=AllowListFetcher(data or {}))
    files = [
        Attachment(
            string=item.content,
            name=item.name,
            description=item.description,
            # Its own moment, not that of drawing: drawn again, the document is the same to the byte.
            created=item.made_at,
            modified=item.made_at,
            relationship="Data",
        )
        for item in attachments
    ]
    try:
        pdf: bytes = document.write_pdf(attachments=files, pdf_tags=True)
    except _Stop as refusal:
        raise NotAllowed(str(refusal)) from refusal
    return pdf
