"""Captions and posters: replaced only by what is right."""

import io

import pytest
from PIL import Image

from learning.catalogue.models import Caption
from learning.catalogue.services.caption import captions_text, remove_captions, set_captions
from learning.catalogue.services.poster import set_poster
from learning.catalogue.services.webvtt import BadCaptions
from tenants.kernel import storage
from tenants.kernel.errors import Invalid, Missing
from tenants.kernel.ids import uuid7
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.catalogue import MediaAssetFactory

pytestmark = pytest.mark.django_db
VTT = b"WEBVTT\n\n00:01.000 --> 00:02.000\nA\n"


def test_one_file_per_language(acme: TenantInfo) -> None:
    with in_tenant(acme):
        media = MediaAssetFactory()
        first = set_captions(media_id=media.id, language="hi", data=VTT)
        again = set_captions(media_id=media.id, language="hi", data=VTT.replace(b"A", b"B"))
        assert first == again
        assert Caption.objects.get().label == "हिन्दी"
        assert captions_text(media_id=media.id, language="hi").endswith("B\n")


@pytest.mark.parametrize(
    ("language", "data", "error"),
    [("hi", b"no", BadCaptions), ("xx", VTT, Invalid), ("hi", VTT + b"x" * 2**20, Invalid)],
)
def test_bad_captions_leave_the_old_ones(
    acme: TenantInfo, language: str, data: bytes, error: type[Exception]
) -> None:
    with in_tenant(acme):
        media = MediaAssetFactory()
        set_captions(media_id=media.id, language="hi", data=VTT)
        with pytest.raises(error):
            set_captions(media_id=media.id, language=language, data=data)
        assert captions_text(media_id=media.id, language="hi") == VTT.decode()


def test_removed_captions_are_gone(acme: TenantInfo) -> None:
    with in_tenant(acme):
        media = MediaAssetFactory()
        set_captions(media_id=media.id, language="hi", data=VTT)
        remove_captions(media_id=media.id, language="hi")
        assert Caption.objects.count() == 0
        with pytest.raises(Missing):
            captions_text(media_id=media.id, language="hi")


def test_no_video_no_captions(acme: TenantInfo) -> None:
    with in_tenant(acme), pytest.raises(Missing):
        set_captions(media_id=uuid7(), language="hi", data=VTT)


def picture(width: int = 2000, height: int = 1000) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(out, "PNG")
    return out.getvalue()


def test_a_poster_becomes_a_smaller_jpeg(acme: TenantInfo) -> None:
    with in_tenant(acme):
        media = MediaAssetFactory()
        set_poster(media_id=media.id, data=picture())
        media.refresh_from_db()
        with Image.open(io.BytesIO(storage.read(media.poster_key))) as image:
            assert (image.format, image.size) == ("JPEG", (1280, 640))


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"<svg/>", picture()[:40], picture(9000, 5000)])
def test_other_files_are_no_poster(acme: TenantInfo, data: bytes) -> None:
    with in_tenant(acme):
        media = MediaAssetFactory()
        with pytest.raises(Invalid):
            set_poster(media_id=media.id, data=data)
        media.refresh_from_db()
        assert media.poster_key == ""
