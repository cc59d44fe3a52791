"""A video's picture: what is taken, what is refused, and that a refusal leaves the old one."""

import io

import pytest
from PIL import Image

from learning.catalogue.models import MediaAsset
from learning.catalogue.services.poster import set_poster
from tenants.kernel import pdf, storage
from tenants.kernel.errors import Invalid
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.catalogue import MediaAssetFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files")]


def picture(kind: str, size: tuple[int, int] = (640, 360)) -> bytes:
    out = io.BytesIO()
    noise = Image.linear_gradient("L").resize(size).convert("RGB")
    noise.save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_kept_as_a_small_jpeg(acme: TenantInfo, kind: str) -> None:
    with in_tenant(acme):
        asset = MediaAssetFactory.create(poster_key="")
        set_poster(media_id=asset.id, data=picture(kind, (3000, 1500)))
        key = MediaAsset.objects.get(id=asset.id).poster_key
        kept = Image.open(io.BytesIO(storage.read(key)))
        assert (kept.format, kept.width) == ("JPEG", 1280)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_that_was_cut_off_is_refused(acme: TenantInfo, kind: str) -> None:
    # The library for documents is there, and would have Pillow accept it.
    assert pdf.HTML
    whole = picture(kind)
    with in_tenant(acme):
        asset = MediaAssetFactory.create(poster_key="")
        with pytest.raises(Invalid) as refused:
            set_poster(media_id=asset.id, data=whole[: len(whole) // 2])
        assert refused.value.field == "poster"
        assert MediaAsset.objects.get(id=asset.id).poster_key == ""


@pytest.mark.parametrize(
    "data", [b"", b"GIF89a", b"<svg/>", picture("PNG")[:40], picture("PNG", (9000, 5000))]
)
def test_other_files_are_no_poster(acme: TenantInfo, data: bytes) -> None:
    with in_tenant(acme):
        asset = MediaAssetFactory.create(poster_key="")
        with pytest.raises(Invalid):
            set_poster(media_id=asset.id, data=data)
        assert MediaAsset.objects.get(id=asset.id).poster_key == ""
