"""The company's brand: checked, stored, and told to certificates."""

import hashlib
import io
import warnings

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from enterprise.events import BrandingChanged
from enterprise.models import Branding
from tenants.accounts.api import User
from tenants.kernel import audit, storage
from tenants.kernel.clock import now
from tenants.kernel.colour import parse_hex, readable_on_white
from tenants.kernel.errors import Invalid
from tenants.kernel.events import publish
from tenants.schemas import current_tenant

LOGO_BYTES_MAX = 5 * 1024 * 1024
LOGO_PIXELS_MAX = 16_000_000
# What is kept: enough for a printed certificate, small enough for every page.
LOGO_BOX = (960, 480)
_UNREADABLE = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    OSError,
    ValueError,
    SyntaxError,
)
_FORMATS = {"PNG", "JPEG", "WEBP"}


def save_branding(
    *,
    colour: str,
    signatory_name: str = "",
    signatory_title: str = "",
    logo: UploadedFile | None = None,
    remove_logo: bool = False,
    actor: User | None = None,
) -> Branding:
    """Store the brand. Nothing is stored when any part of it is bad.

    Args:
        colour: as a person types it; worn darker when white text cannot be read on it.
        signatory_name: who signs certificates.
        signatory_title: their position.
        logo: a new one; kept as PNG, metadata gone. Without one the old logo stays.
        remove_logo: take the logo away.
        actor: who saves; None for the system.

    Raises:
        Invalid: at `colour` or `logo`, with what to do instead.
    """
    asked = parse_hex(colour)
    picture = _read_logo(logo) if logo is not None else None
    with transaction.atomic():
        row = Branding.objects.select_for_update().first() or Branding()
        before = (row.colour, row.logo_digest, row.signatory_name, row.signatory_title)
        row.asked_colour = asked
        row.colour = readable_on_white(asked)
        row.signatory_name = " ".join(signatory_name.split())[:120]
        row.signatory_title = " ".join(signatory_title.split())[:120]
        if picture is not None:
            _keep_logo(row, picture)
        elif remove_logo:
            row.logo_key, row.logo_digest, row.logo_width, row.logo_height = "", "", 0, 0
        row.updated_at = now()
        row.save()
        after = (row.colour, row.logo_digest, row.signatory_name, row.signatory_title)
        if before != after:
            names = ("colour", "logo", "signatory_name", "signatory_title")
            audit.record(
                "branding.changed",
                actor=actor,
                target=current_tenant().name,
                target_id=row.id,
                changes={
                    name: [old, new]
                    for name, old, new in zip(names, before, after, strict=True)
                    if old != new
                },
            )
        publish(
            BrandingChanged(
                issuer_name=current_tenant().name,
                colour=row.colour,
                logo_key=row.logo_key,
                signatory_name=row.signatory_name,
                signatory_title=row.signatory_title,
            )
        )
    return row


def _keep_logo(row: Branding, picture: Image.Image) -> None:
    # Certificates already issued keep pointing to the old file: it is never removed or replaced.
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", optimize=True)
    content = buffer.getvalue()
    row.logo_digest = hashlib.sha256(content).hexdigest()[:16]
    row.logo_key = storage.store(
        f"brand/logo-{row.logo_digest}.png", content, content_type="image/png"
    )
    row.logo_width, row.logo_height = picture.size


def _read_logo(upload: UploadedFile) -> Image.Image:
    """Return the picture in an upload, small and without metadata.

    Raises:
        Invalid: for anything that is not a PNG, JPEG or WebP of reasonable size.
    """
    if (upload.size or 0) > LOGO_BYTES_MAX:
        raise Invalid(
            _("This file has %(has).1f MB; a logo may have %(max)d MB.")
            % {"has": (upload.size or 0) / 1024**2, "max": LOGO_BYTES_MAX // 1024**2},
            field="logo",
        )
    upload.seek(0)
    content = upload.read()
    if b"<svg" in content[:4096].lower():
        raise Invalid(
            _("SVG files can carry scripts and are not accepted. Save the logo as PNG or WebP."),
            field="logo",
        )
    try:
        with warnings.catch_warnings():
            # Pillow warns of a decompression bomb before the limit of our own is asked.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=sorted(_FORMATS))
            _refuse_odd_sizes(picture)
            picture.load()
    except _UNREADABLE as error:
        raise Invalid(
            _("This file is not a PNG, JPEG or WebP picture, or it is damaged."), field="logo"
        ) from error
    upright = ImageOps.exif_transpose(picture)
    has_alpha = "A" in upright.getbands() or "transparency" in upright.info
    small = upright.convert("RGBA" if has_alpha else "RGB")
    small.thumbnail(LOGO_BOX, Image.Resampling.LANCZOS)
    bare = Image.new(small.mode, small.size)
    bare.paste(small)
    return bare


def _refuse_odd_sizes(picture: Image.Image) -> None:
    width, height = picture.size
    if width * height > LOGO_PIXELS_MAX:
        raise Invalid(
            _(
                "This picture has %(has)d megapixels; a logo may have %(max)d. Make it smaller first."
            )
            % {"has": round(width * height / 1e6), "max": LOGO_PIXELS_MAX // 1_000_000},
            field="logo",
        )
    if min(width, height) < 16:
        raise Invalid(
            _("This picture is too small: a logo needs at least 16 × 16 pixels."), field="logo"
        )
