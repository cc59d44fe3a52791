"""The PDF maker reads what it was given and our static files; nothing else, whatever a document says."""

import http.server
import io
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines
from django.template.loaders import locmem
from pypdf import PdfReader

from tenants.kernel import pdf
from tenants.kernel.pdf import DATA_ROOT, STATIC_ROOT, EmbeddedFile, NotAllowed, render_pdf

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0"
    "000003010100c9fe92ef0000000049454e44ae426082"
)


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Templates by name, for the time of a test."""
    pages: dict[str, str] = {}
    engine = engines["django"].engine  # type: ignore[attr-defined]
    monkeypatch.setattr(engine, "template_loaders", [locmem.Loader(engine, pages)])
    return pages


class Counter(http.server.BaseHTTPRequestHandler):
    hits = 0

    def do_GET(self) -> None:
        Counter.hits += 1
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def listener() -> Iterator[str]:
    """A web server on this machine that counts who calls it."""
    Counter.hits = 0
    server = http.server.HTTPServer(("127.0.0.1", 0), Counter)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/logo.png"
    server.shutdown()
    thread.join()
    server.server_close()


def test_fonts_pictures_and_data_are_read(page: dict[str, str]) -> None:
    page["t.html"] = (
        '<html lang="ta"><head><title>நிறைவு</title>'
        '<link rel="stylesheet" href="{{ static_root }}css/print-fonts.css">'
        '<style>p{font:700 20px "Noto Sans Tamil"}</style></head>'
        '<body><p>கார்த்திக்</p><img src="{{ data_root }}logo" alt="Acme"></body></html>'
    )
    made = PdfReader(
        io.BytesIO(
            render_pdf(
                template="t.html",
                context={},
                attachments=[
                    EmbeddedFile(
                        "facts.json", b'{"a": 1}', datetime(2026, 11, 1, tzinfo=UTC), "Facts"
                    )
                ],
                data={"logo": (PIXEL, "image/png")},
            )
        )
    )
    assert made.metadata is not None
    assert made.metadata.title == "நிறைவு"
    assert made.trailer["/Root"]["/Lang"] == "ta"
    assert made.attachments["facts.json"] == [b'{"a": 1}']
    (sheet,) = made.pages
    fonts = [font.get_object()["/BaseFont"] for font in sheet["/Resources"]["/Font"].values()]
    assert all("Noto-Sans-Tamil" in name for name in fonts), fonts
    assert len(sheet.images) == 1


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/hostname",
        f"file://{settings.ROOT}/static/img/icon.svg",
        "data:image/png;base64,iVBORw0KGgo=",
        f"{STATIC_ROOT}vendor/VENDOR.md",
        f"{STATIC_ROOT}img/../js/frame.js",
        f"{STATIC_ROOT}img/%2e%2e/%2e%2e/manage.py",
        f"{STATIC_ROOT}img/missing.svg",
        f"{DATA_ROOT}another",
        "https://example.com/logo.png",
        "ftp://example.com/logo.png",
        "//example.com/logo.png",
    ],
)
def test_nothing_else_is_read(page: dict[str, str], address: str) -> None:
    page["t.html"] = f'<img src="{address}" alt="">'
    with pytest.raises(NotAllowed):
        render_pdf(template="t.html", context={}, data={"logo": (PIXEL, "image/png")})


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="{url}" alt="">',
        '<link rel="stylesheet" href="{url}">',
        "<style>@import url({url});</style>",
        "<style>body{{background:url({url})}}</style>x",
        "<style>@font-face{{font-family:x;src:url({url})}}p{{font-family:x}}</style><p>x</p>",
        '<svg width="9" height="9"><image href="{url}" width="9" height="9"/></svg>',
        '<object data="{url}"></object>',
        '<link rel="attachment" href="{url}">',
    ],
)
def test_no_host_is_called(page: dict[str, str], listener: str, markup: str) -> None:
    page["t.html"] = markup.format(url=listener)
    # A drawing inside a drawing is left out without a word; everything else ends the document.
    with suppress(NotAllowed):
        render_pdf(template="t.html", context={})
    assert Counter.hits == 0


def test_an_ordinary_error_is_what_callers_get() -> None:
    """A job catches Exception; WeasyPrint's own stop signal would go past it and end the worker."""
    assert issubclass(NotAllowed, Exception)
    assert not issubclass(pdf._Stop, Exception)


def test_values_are_escaped(page: dict[str, str], tmp_path: Path) -> None:
    page["t.html"] = "<p>{{ name }}</p>"
    made = render_pdf(template="t.html", context={"name": '<img src="file:///etc/hostname">'})
    assert "<img" in PdfReader(io.BytesIO(made)).pages[0].extract_text()
