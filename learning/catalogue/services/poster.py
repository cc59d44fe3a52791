"""The still picture a video shows before it plays."""

import io
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from learning.catalogue.models import MediaAsset
from tenants.kernel import storage
from tenants.kernel.errors import Invalid, Missing

_FORMATS = ("JPEG", "PNG", "WEBP")
# Read from the header before a pixel is unpacked: small files can hold enormous pictures.
_PIXEL_LIMIT = 40_000_000
_LONGEST_SIDE = 1280


def set_poster(*, media_id: UUID, data: bytes) -> None:
    """Replace a video's poster, made smaller when need be and stored as JPEG without metadata.

    Raises:
        Missing: there is no such video.
        Invalid: not a JPEG, PNG or WebP picture, or too large (field `poster`).
    """
    picture = _jpeg(data)
    with transaction.atomic():
        asset = MediaAsset.objects.select_for_update().filter(id=media_id).first()
        if asset is None:
            raise Missing(_("There is no such video."))
        name = f"media/posters/{media_id}-{sha256(picture).hexdigest()[:16]}.jpg"
        asset.poster_key = storage.store(name, picture)
        asset.save(update_fields=["poster_key"])


def _jpeg(data: bytes) -> bytes:
    limit = settings.UPLOAD_LIMITS_BYTES["image"]
    if len(data) > limit:
        raise Invalid(
            _("A picture may have at most %(limit)s.") % {"limit": filesizeformat(limit)},
            field="poster",
        )
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            if image.width * image.height > _PIXEL_LIMIT:
                raise Invalid(_("The picture has too many pixels."), field="poster")
            image.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
            out = io.BytesIO()
            image.convert("RGB").save(out, "JPEG", quality=85, optimize=True)
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise Invalid(_("This is not a JPEG, PNG or WebP picture."), field="poster") from error
    return out.getvalue()
