"""The brand where it leaves the product: in a mail that was sent, and on a certificate's paper."""

import io
import re
from collections.abc import Iterator

import pytest
from django.core import mail as outbox
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfReader
from pypdf._page import PageObject

from enterprise.services.branding import save_branding
from learning.credentials.services.rendering import draw
from tenants.kernel.jobs import run_due
from tenants.kernel.names import origin
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.credentials import certificate_for
from tests.factories.notify import tell

pytestmark = pytest.mark.django_db
COLOUR = "#8a2a5b"
OURS = "#1e40af"


@pytest.fixture(autouse=True)
def _inside(acme: TenantInfo) -> Iterator[None]:
    with in_tenant(acme):
        yield


def logo() -> SimpleUploadedFile:
    buffer = io.BytesIO()
    Image.new("RGB", (400, 100), "#123456").save(buffer, "PNG")
    return SimpleUploadedFile("logo.png", buffer.getvalue())


def sent_html() -> str:
    """The HTML of the one mail that went out."""
    run_due()
    (mail,) = outbox.outbox
    ((html, kind),) = mail.alternatives  # type: ignore[attr-defined]
    assert kind == "text/html"
    return str(html)


def test_a_mail_wears_the_colour_and_says_the_name() -> None:
    save_branding(colour=COLOUR)
    tell(UserFactory())
    html = sent_html()
    assert f"border-top:4px solid {COLOUR};" in html
    assert f'color:{COLOUR};">Acme Realty</p>' in html
    assert f'border-radius:8px;background:{COLOUR};"><a href=' in html
    assert "Sent by Acme Realty through Sales Mastery Hub." in html
    assert OURS not in html


def test_a_mail_bears_the_logo_by_an_address_that_opens_from_anywhere() -> None:
    row = save_branding(colour=COLOUR, logo=logo())
    tell(UserFactory())
    html = sent_html()
    found = re.search(r'<img src="([^"]+)" alt="Acme Realty"', html)
    assert found is not None
    assert found[1].startswith(f"{origin()}/")
    assert row.logo_digest in found[1]
    assert COLOUR in html


def test_a_company_without_a_brand_wears_ours() -> None:
    tell(UserFactory())
    html = sent_html()
    assert OURS in html
    assert COLOUR not in html


def paper() -> PageObject:
    """The one page of a certificate issued now."""
    (sheet,) = PdfReader(io.BytesIO(draw(certificate_for(UserFactory(name="Asha Rao"))))).pages
    return sheet


def filled(sheet: PageObject) -> list[tuple[str, str]]:
    """What the page fills in which colour: (#rrggbb, the rectangle's width and height)."""
    contents = sheet.get_contents()
    assert contents is not None
    # PDF 32000-1, 8.5.2 and 8.6.8: `r g b rg` sets the colour to fill with, `x y w h re` draws.
    pattern = rb"([\d.]+) ([\d.]+) ([\d.]+) rg|[\d.]+ [\d.]+ ([\d.]+ [\d.]+) re\s+f\b"
    colour, found = "", []
    for one in re.finditer(pattern, contents.get_data()):
        if one[4] is None:
            colour = "#" + "".join(f"{round(float(part) * 255):02x}" for part in one.groups()[:3])
        else:
            found.append((colour, one[4].decode()))
    return found


def test_a_certificate_is_printed_in_the_colour() -> None:
    save_branding(colour=COLOUR)
    sheet = paper()
    drawn = filled(sheet)
    assert (COLOUR, "68 210") in drawn
    # The bar of modules, a part for each of two.
    assert sum(colour == COLOUR for colour, _size in drawn) == 3
    assert OURS not in {colour for colour, _size in drawn}
    assert "Acme Realty" in sheet.extract_text()


def test_a_certificate_bears_the_logo() -> None:
    save_branding(colour=COLOUR, logo=logo())
    (picture,) = paper().images
    assert picture.image is not None
    assert picture.image.convert("RGB").getpixel((5, 5)) == (0x12, 0x34, 0x56)
