"""The pictures of a brand: small, bare, of the right shape, and light enough to be written on."""

import io
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from enterprise.models import Branding
from enterprise.selectors.branding import brand_of_company
from enterprise.services.brand_picture import PAPER_BYTES_MAX, SIGN_IN_BYTES_MAX
from enterprise.services.branding import save_branding
from learning.credentials.models import CertificateTemplate
from tenants.kernel import storage
from tenants.kernel.colour import contrast
from tenants.kernel.errors import Invalid
from tenants.kernel.models import AuditEntry
from tenants.schemas import TenantInfo, in_tenant
from tests.enterprise.services.test_branding import SVG, picture

pytestmark = pytest.mark.django_db
A4 = (1754, 1240)


@pytest.fixture(autouse=True)
def _inside(acme: TenantInfo) -> Iterator[None]:
    with in_tenant(acme):
        yield


def noise(width: int, height: int) -> SimpleUploadedFile:
    """What packs worst: every pixel another colour."""
    buffer = io.BytesIO()
    bands = [Image.effect_noise((width, height), 120) for _band in range(3)]
    Image.merge("RGB", bands).save(buffer, "JPEG", quality=90)
    return SimpleUploadedFile("noise.jpg", buffer.getvalue())


def kept(key: str) -> Image.Image:
    return Image.open(io.BytesIO(storage.read(key)))


@pytest.mark.parametrize(
    ("width", "height", "size"),
    [(4000, 3000, (960, 1200)), (1200, 3000, (960, 1200)), (500, 600, (480, 600))],
)
def test_a_sign_in_picture_is_cut_upright_and_never_enlarged(
    width: int, height: int, size: tuple[int, int]
) -> None:
    row = save_branding(colour="#1e40af", picture=picture(width, height, kind="JPEG"))
    stored = kept(row.picture_key)
    assert (stored.format, stored.size) == ("WEBP", size)
    assert row.picture_key.endswith(f"sign-in-{row.picture_digest}.webp")
    assert brand_of_company().picture_url == f"/brand/picture/{row.picture_digest}.webp"


def test_what_packs_badly_is_made_smaller_until_it_is_light() -> None:
    row = save_branding(colour="#1e40af", picture=noise(2400, 2400), background=noise(*A4))
    assert len(storage.read(row.picture_key)) <= SIGN_IN_BYTES_MAX
    assert len(storage.read(row.background_key)) <= PAPER_BYTES_MAX
    for key, ratio in ((row.picture_key, 4 / 5), (row.background_key, 297 / 210)):
        width, height = kept(key).size
        assert abs(width / height / ratio - 1) < 0.01
        assert width >= 300


def test_metadata_does_not_survive() -> None:
    exif = Image.Exif()
    exif[0x010E] = "Where I live"
    sent = {"kind": "JPEG", "exif": exif}
    row = save_branding(
        colour="#1e40af", picture=picture(900, 900, **sent), background=picture(*A4, **sent)
    )
    for key in (row.picture_key, row.background_key):
        assert b"Where I live" not in storage.read(key)
        assert dict(kept(key).getexif()) == {}


def painted(colour: str, *, border: int = 0) -> SimpleUploadedFile:
    """A sheet of one colour, or a white one with a border of it, in pixels."""
    sheet = Image.new("RGB", A4, colour)
    if border:
        inside = (A4[0] - 2 * border, A4[1] - 2 * border)
        sheet.paste(Image.new("RGB", inside, "#ffffff"), (border, border))
    buffer = io.BytesIO()
    sheet.save(buffer, "PNG")
    return SimpleUploadedFile("sheet.png", buffer.getvalue())


def hex_at(image: Image.Image, place: tuple[int, int]) -> str:
    red, green, blue = image.convert("RGB").getpixel(place)  # type: ignore[misc]
    return f"#{red:02x}{green:02x}{blue:02x}"


@pytest.mark.parametrize("colour", ["#000000", "#8a2a5b", "#008000", "#0000ff", "#ffff00"])
def test_words_can_be_read_on_any_background(colour: str) -> None:
    row = save_branding(colour="#1e40af", background=painted(colour))
    stored = kept(row.background_key)
    assert (stored.format, stored.size) == ("JPEG", A4)
    for words in ("#4b5563", "#374151", "#111827"):
        assert contrast(hex_at(stored, (877, 620)), words) >= 4.5


def test_a_border_round_white_paper_stays_as_it_is() -> None:
    row = save_branding(colour="#1e40af", background=painted("#8a2a5b", border=60))
    stored = kept(row.background_key)
    assert hex_at(stored, (877, 620)) == "#ffffff"
    assert contrast(hex_at(stored, (20, 20)), "#8a2a5b") < 1.1


def test_certificates_are_told_what_frames_them() -> None:
    row = save_branding(colour="#1e40af", frame="ribbon", background=painted("#eeeeee"))
    design = CertificateTemplate.objects.get()
    assert (design.frame, design.background_key) == ("ribbon", row.background_key)
    save_branding(colour="#8a2a5b")
    design.refresh_from_db()
    assert (design.frame, design.background_key) == ("ribbon", row.background_key)
    save_branding(colour="#8a2a5b", frame="double", remove_background=True)
    design.refresh_from_db()
    assert (design.frame, design.background_key) == ("double", "")
    assert storage.exists(row.background_key)


@pytest.mark.parametrize(
    ("field", "upload", "told"),
    [
        ("picture", lambda: SimpleUploadedFile("a.webp", SVG), "SVG"),
        ("picture", lambda: SimpleUploadedFile("a.png", b"MZ" + bytes(400)), "not a PNG"),
        ("picture", lambda: picture(900, 900, kind="GIF"), "not a PNG"),
        ("picture", lambda: picture(8000, 5000), "40 megapixels"),
        ("picture", lambda: picture(2000, 479), "480 × 480"),
        ("picture", lambda: SimpleUploadedFile("a.png", bytes(10 * 1024**2 + 1)), "10.0 MB"),
        ("background", lambda: SimpleUploadedFile("a.png", SVG), "SVG"),
        ("background", lambda: picture(8000, 5600), "45 megapixels"),
        ("background", lambda: picture(999, 706), "1000 × 700"),
        ("background", lambda: picture(1240, 1754), "shape of A4"),
        ("background", lambda: picture(1600, 1200), "shape of A4"),
    ],
)
def test_what_is_none_is_refused_at_its_field_and_nothing_is_saved(
    field: str, upload: object, told: str
) -> None:
    with pytest.raises(Invalid, match=told) as refused:
        save_branding(colour="#8a2a5b", **{field: upload()})  # type: ignore[operator]
    assert refused.value.field == field
    assert Branding.objects.count() == 0
    assert AuditEntry.objects.count() == 0


def test_a_frame_that_is_none_is_refused() -> None:
    save_branding(colour="#1e40af", frame="corners")
    with pytest.raises(Invalid) as refused:
        save_branding(colour="#8a2a5b", frame="gold")
    assert refused.value.field == "frame"
    row = Branding.objects.get()
    assert (row.colour, row.frame) == ("#1e40af", "corners")
