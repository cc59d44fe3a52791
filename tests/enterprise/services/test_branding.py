"""The brand: colours that read, logos that are pictures."""

import io
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from enterprise.models import Branding
from enterprise.selectors.branding import brand_of_company
from enterprise.services.branding import save_branding
from learning.credentials.models import CertificateTemplate
from tenants.kernel import pdf, storage
from tenants.kernel.colour import contrast
from tenants.kernel.errors import Invalid
from tenants.kernel.models import AuditEntry
from tenants.schemas import TenantInfo, in_tenant

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _inside(acme: TenantInfo) -> Iterator[None]:
    with in_tenant(acme):
        yield


def picture(
    width: int = 400,
    height: int = 100,
    *,
    kind: str = "PNG",
    name: str = "logo.png",
    **options: object,
) -> SimpleUploadedFile:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "#8a2a5b").save(buffer, kind, **options)
    return SimpleUploadedFile(name, buffer.getvalue())


def test_a_readable_colour_is_worn_as_asked() -> None:
    row = save_branding(colour=" 8A2A5B ", signatory_name="  Asha   Rao ", signatory_title="CEO")
    assert (row.asked_colour, row.colour) == ("#8a2a5b", "#8a2a5b")
    design = CertificateTemplate.objects.get()
    assert (design.issuer_name, design.colour) == ("Acme Realty", "#8a2a5b")
    assert (design.signatory_name, design.signatory_title) == ("Asha Rao", "CEO")


def test_a_pale_colour_is_worn_darker_and_both_are_kept() -> None:
    row = save_branding(colour="#ffd400")
    assert row.asked_colour == "#ffd400"
    assert contrast(row.colour, "#ffffff") >= 4.5
    assert contrast("#ffd400", "#ffffff") < 4.5
    brand = brand_of_company()
    assert (brand.is_moved, brand.css_url) == (True, f"/brand.css?v={row.colour[1:]}")


@pytest.mark.parametrize("colour", ["", "red", "#12345", "#gggggg", "#1e40af;}body{}", "١٢٣"])
def test_what_is_no_colour_is_refused(colour: str) -> None:
    save_branding(colour="#1e40af", signatory_name="Asha")
    with pytest.raises(Invalid) as refused:
        save_branding(colour=colour, signatory_name="Ravi")
    assert refused.value.field == "colour"
    assert Branding.objects.get().signatory_name == "Asha"


@pytest.mark.parametrize(
    ("kind", "name"), [("PNG", "a.png"), ("JPEG", "a.jpg"), ("WEBP", "a.webp")]
)
def test_a_logo_is_kept_small_and_as_png(kind: str, name: str) -> None:
    row = save_branding(colour="#1e40af", logo=picture(4000, 1000, kind=kind, name=name))
    kept = Image.open(io.BytesIO(storage.read(row.logo_key)))
    assert (kept.format, kept.size) == ("PNG", (960, 240))
    assert (row.logo_width, row.logo_height) == (960, 240)
    assert CertificateTemplate.objects.get().logo_key == row.logo_key


def test_metadata_does_not_survive() -> None:
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    upload = picture(kind="JPEG", exif=exif)
    assert b"taken at home" in upload.read()
    row = save_branding(colour="#1e40af", logo=upload)
    assert b"taken at home" not in storage.read(row.logo_key)


def test_the_old_logo_stays_for_certificates_already_issued() -> None:
    first = save_branding(colour="#1e40af", logo=picture()).logo_key
    second = save_branding(colour="#1e40af", logo=picture(500, 100)).logo_key
    assert first != second
    assert storage.exists(first)
    assert save_branding(colour="#1e40af").logo_key == second
    assert save_branding(colour="#1e40af", remove_logo=True).logo_key == ""


SVG = (
    b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
)


@pytest.mark.parametrize(
    ("upload", "told"),
    [
        (lambda: SimpleUploadedFile("logo.svg", SVG), "SVG"),
        (lambda: SimpleUploadedFile("logo.png", SVG), "SVG"),
        (lambda: SimpleUploadedFile("logo.png", b"MZ" + bytes(400)), "not a PNG"),
        (lambda: SimpleUploadedFile("logo.png", b""), "not a PNG"),
        *(
            (
                lambda kind=kind: SimpleUploadedFile("a", picture(kind=kind).read()[:-60]),
                "not a PNG",
            )
            for kind in ("PNG", "JPEG", "WEBP")
        ),
        (lambda: picture(kind="GIF", name="logo.gif"), "not a PNG"),
        (lambda: picture(8000, 5000), "40 megapixels"),
        (lambda: picture(8, 8), "too small"),
        (lambda: SimpleUploadedFile("logo.png", bytes(5 * 1024**2 + 1)), "5.0 MB"),
    ],
)
def test_what_is_no_logo_is_refused_and_nothing_is_saved(upload: object, told: str) -> None:
    # In a process that draws certificates: WeasyPrint's import would have pictures pass that were cut off.
    assert pdf.HTML
    with pytest.raises(Invalid, match=told) as refused:
        save_branding(colour="#8a2a5b", logo=upload())  # type: ignore[operator]
    assert refused.value.field == "logo"
    assert Branding.objects.count() == 0
    assert AuditEntry.objects.count() == 0


def test_there_is_one_brand_and_the_log_tells_its_changes() -> None:
    save_branding(colour="#1e40af")
    save_branding(colour="#8a2a5b")
    save_branding(colour="#8a2a5b")
    assert Branding.objects.count() == 1
    entry = AuditEntry.objects.get(action="branding.changed")
    assert entry.changes == {"colour": ["#1e40af", "#8a2a5b"]}
