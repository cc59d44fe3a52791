"""Captions: replaced only by what is right."""

import pytest

from learning.catalogue.models import Caption
from learning.catalogue.services.caption import captions_text, remove_captions, set_captions
from learning.catalogue.services.webvtt import BadCaptions
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
        assert Caption.objects.get().label == "हिंदी"
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
