"""What frames a certificate: each is one sheet in the issuer's colour, and stays as it was on the day."""

import hashlib
import io
from collections.abc import Iterator

import pytest
from django.core.exceptions import ValidationError
from PIL import Image
from pypdf import PdfReader
from pypdf._page import PageObject

from learning.credentials.enums import CertificateFrame
from learning.credentials.models import Certificate, CertificateTemplate
from learning.credentials.selectors.template import Design
from learning.credentials.services.rendering import draw
from learning.credentials.services.template import set_design
from tenants.kernel import storage
from tenants.kernel.jobs import run_due
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.credentials import certificate_for

pytestmark = pytest.mark.django_db
COLOUR = "#0b6e4f"
# PDF 32000-1, 8.6.8: red, green and blue as parts of one, for filling (rg) and for lines (RG).
INK = b"0.0431"


@pytest.fixture(autouse=True)
def _inside(acme: TenantInfo) -> Iterator[None]:
    with in_tenant(acme):
        yield


def design(frame: str, *, background_key: str = "", logo_key: str = "") -> None:
    set_design(
        design=Design(
            issuer_name="Acme Realty",
            colour=COLOUR,
            frame=frame,
            background_key=background_key,
            logo_key=logo_key,
            signatory_name="Rohan Kulkarni",
            signatory_title="Head of Sales",
        )
    )


def stored(name: str, colour: str, size: tuple[int, int]) -> str:
    buffer = io.BytesIO()
    kind = "PNG" if name.endswith("png") else "JPEG"
    Image.new("RGB", size, colour).save(buffer, kind)
    return storage.store(f"brand/{name}", buffer.getvalue())


def paper(certificate: Certificate) -> PageObject:
    """The one page of its PDF."""
    (sheet,) = PdfReader(io.BytesIO(draw(certificate))).pages
    return sheet


@pytest.mark.parametrize("frame", CertificateFrame.values)
def test_every_frame_is_one_sheet_with_all_its_words(frame: str) -> None:
    design(frame)
    name = "Alexandria Montgomery-Featherstonehaugh van der Westhuizen"
    made = certificate_for(UserFactory(name=name, native_name="अनन्या", native_language="hi"))
    sheet = paper(made)
    # A4 landscape, in points.
    assert (round(sheet.mediabox.width), round(sheet.mediabox.height)) == (842, 595)
    text = " ".join(sheet.extract_text().split())
    for words in (
        "Acme Realty", "Certificate of completion", name, "Discovery questions", "3 lessons",
        "Rohan Kulkarni", "Head of Sales", made.code,
    ):  # fmt: skip
        assert words in text
    contents = sheet.get_contents()
    assert contents is not None
    assert INK in contents.get_data()


def test_every_frame_is_drawn_otherwise() -> None:
    made = certificate_for(UserFactory())
    drawn = set()
    for frame in CertificateFrame.values:
        made.frame = frame
        contents = paper(made).get_contents()
        assert contents is not None
        drawn.add(hashlib.sha256(contents.get_data()).hexdigest())
    assert len(drawn) == len(CertificateFrame.values)


@pytest.mark.parametrize("frame", CertificateFrame.values)
def test_logo_and_background_are_on_it(frame: str) -> None:
    design(
        frame,
        logo_key=stored("logo.png", "#123456", (400, 100)),
        background_key=stored("background.jpeg", "#fedcba", (1754, 1240)),
    )
    pictures = paper(certificate_for(UserFactory())).images
    sizes = {picture.image.size for picture in pictures if picture.image}
    assert sizes == {(400, 100), (1754, 1240)}


def test_without_its_background_it_is_white() -> None:
    design("plain", background_key=stored("background.jpeg", "#fedcba", (1754, 1240)))
    made = certificate_for(UserFactory())
    storage.delete(made.background_key)
    assert len(paper(made).images) == 0


def test_an_issued_certificate_keeps_its_frame_when_it_is_drawn_anew() -> None:
    design("corners", background_key=stored("background.jpeg", "#fedcba", (1754, 1240)))
    made = certificate_for(UserFactory())
    run_due()
    made.refresh_from_db()
    before = made.pdf_sha256
    design("ribbon")
    storage.delete(made.pdf_key)
    made.refresh_from_db()
    assert hashlib.sha256(draw(made)).hexdigest() == before
    assert certificate_for(UserFactory()).frame == "ribbon"


def test_what_is_no_frame_is_kept_nowhere() -> None:
    design("double")
    with pytest.raises(ValueError, match="gold"):
        design("gold")
    assert CertificateTemplate.objects.get().frame == "double"
    with pytest.raises(ValidationError):
        set_design(design=Design(issuer_name="Acme Realty", colour="red"))
