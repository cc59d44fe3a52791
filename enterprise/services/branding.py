"""The company's brand: checked, stored, and told to certificates."""

from datetime import timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from enterprise.events import BrandingChanged
from enterprise.models import Branding
from enterprise.selectors.branding import BrandInfo
from enterprise.services.brand_picture import (
    background_of,
    logo_of,
    sign_in_picture_of,
    store_picture,
)
from learning.credentials.api import CertificateFrame
from tenants.accounts.api import User
from tenants.kernel import audit, storage
from tenants.kernel.clock import now
from tenants.kernel.colour import parse_hex, readable_on_white
from tenants.kernel.errors import Conflict, Invalid
from tenants.kernel.events import publish
from tenants.kernel.signing import BadToken, sign, unsign
from tenants.schemas import current_tenant

_UNDO = "enterprise.brand_pictures"
_UNDO_LIFE = timedelta(days=1)
# What belongs to each picture; a picture that is not there has "" and 0 in all of them.
_FIELDS = {
    "logo": ("logo_key", "logo_digest", "logo_width", "logo_height"),
    "picture": ("picture_key", "picture_digest"),
    "background": ("background_key", "background_digest"),
}
# What the audit log tells, and by which name.
_TOLD = {
    "colour": "colour",
    "logo": "logo_digest",
    "picture": "picture_digest",
    "frame": "frame",
    "background": "background_digest",
    "signatory_name": "signatory_name",
    "signatory_title": "signatory_title",
}


def save_branding(
    *,
    colour: str,
    signatory_name: str = "",
    signatory_title: str = "",
    logo: UploadedFile | None = None,
    remove_logo: bool = False,
    picture: UploadedFile | None = None,
    remove_picture: bool = False,
    frame: str | None = None,
    background: UploadedFile | None = None,
    remove_background: bool = False,
    actor: User | None = None,
) -> Branding:
    """Store the brand. Nothing is stored when any part of it is bad.

    Args:
        colour: as a person types it; worn darker when white text cannot be read on it.
        signatory_name: who signs certificates.
        signatory_title: their position.
        logo: a new one; kept as PNG, metadata gone. Without one the old logo stays.
        remove_logo: take the logo away.
        picture: a new one beside the form of signing in; kept as a small WebP.
        remove_picture: take that away.
        frame: a CertificateFrame; None leaves it as it is.
        background: a new one behind certificates' words; kept as JPEG, lightened for them.
        remove_background: take that away.
        actor: who saves; None for the system.

    Raises:
        Invalid: at `colour`, `frame` or the picture's name, with what to do instead.
    """
    asked = parse_hex(colour)
    if frame is not None and frame not in CertificateFrame.values:
        raise Invalid(_("There is no such frame."), field="frame")
    logo_made = logo_of(logo) if logo is not None else None
    picture_made = sign_in_picture_of(picture) if picture is not None else None
    background_made = background_of(background) if background is not None else None
    with transaction.atomic():
        row = Branding.objects.select_for_update().first() or Branding()
        before = _told(row)
        row.asked_colour = asked
        row.colour = readable_on_white(asked)
        row.signatory_name = " ".join(signatory_name.split())[:120]
        row.signatory_title = " ".join(signatory_title.split())[:120]
        row.frame = row.frame if frame is None else frame
        if logo_made is not None:
            row.logo_key, row.logo_digest = store_picture(logo_made), logo_made.digest
            row.logo_width, row.logo_height = logo_made.width, logo_made.height
        elif remove_logo:
            _set(row, "logo", ["", "", 0, 0])
        if picture_made is not None:
            row.picture_key, row.picture_digest = store_picture(picture_made), picture_made.digest
        elif remove_picture:
            _set(row, "picture", ["", ""])
        if background_made is not None:
            row.background_key = store_picture(background_made)
            row.background_digest = background_made.digest
        elif remove_background:
            _set(row, "background", ["", ""])
        _save(row, before, actor)
    return row


def undo_token(*, before: BrandInfo, after: Branding) -> str:
    """Return what `restore_pictures` takes to bring back what was removed between the two; "" for nothing.

    It is good for a day, in this company only. Files are never removed, so that it can be kept.
    """
    removed = {
        name: [getattr(before, field) for field in fields]
        for name, fields in _FIELDS.items()
        if getattr(before, fields[0]) and not getattr(after, fields[0])
    }
    if not removed:
        return ""
    return sign(_UNDO, removed, max_age_seconds=int(_UNDO_LIFE.total_seconds()))


def restore_pictures(*, token: str, actor: User | None = None) -> Branding:
    """Bring removed pictures back, where nothing took their place meanwhile.

    Args:
        token: from `undo_token`.
        actor: who wants them back; None for the system.

    Raises:
        Conflict: when the token is not good any longer, or every place is taken. Nothing is changed.
    """
    try:
        removed = unsign(_UNDO, token)
    except BadToken as error:
        raise Conflict(_("This can no longer be taken back.")) from error
    with transaction.atomic():
        row = Branding.objects.select_for_update().first() or Branding()
        before = _told(row)
        free = [
            name
            for name, values in removed.items()
            if not getattr(row, _FIELDS[name][0]) and storage.exists(values[0])
        ]
        if not free:
            raise Conflict(_("This can no longer be taken back."))
        for name in free:
            _set(row, name, removed[name])
        _save(row, before, actor)
    return row


def _set(row: Branding, name: str, values: list[str | int]) -> None:
    for field, value in zip(_FIELDS[name], values, strict=True):
        setattr(row, field, value)


def _told(row: Branding) -> dict[str, str]:
    return {name: getattr(row, field) for name, field in _TOLD.items()}


def _save(row: Branding, before: dict[str, str], actor: User | None) -> None:
    row.updated_at = now()
    row.save()
    after = _told(row)
    if before != after:
        audit.record(
            "branding.changed",
            actor=actor,
            target=current_tenant().name,
            target_id=row.id,
            changes={
                name: [before[name], after[name]] for name in after if before[name] != after[name]
            },
        )
    publish(
        BrandingChanged(
            issuer_name=current_tenant().name,
            colour=row.colour,
            logo_key=row.logo_key,
            signatory_name=row.signatory_name,
            signatory_title=row.signatory_title,
            frame=row.frame,
            background_key=row.background_key,
        )
    )
