"""Captions of a video: one file per language, checked before it replaces the last."""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from learning.catalogue.enums import Language
from learning.catalogue.models import Caption, MediaAsset
from learning.catalogue.services.webvtt import read_webvtt
from tenants.kernel import storage
from tenants.kernel.errors import Invalid, Missing


def set_captions(*, media_id: UUID, language: str, data: bytes) -> UUID:
    """Give a video captions in a language, replacing those it has.

    They apply at once, also to published versions: a corrected typo needs no new version.

    Args:
        media_id: the video.
        language: one of the languages captions are written in.
        data: WebVTT in UTF-8.

    Returns:
        The caption row's id.

    Raises:
        Missing: there is no such video.
        BadCaptions: with the lines that are wrong.
        Invalid: unknown language, too large.
    """
    if language not in Language.values:
        raise Invalid(_("Choose a language."), field="language")
    limit = settings.UPLOAD_LIMITS_BYTES["captions"]
    if len(data) > limit:
        raise Invalid(
            _("Captions may have at most %(limit)s.") % {"limit": filesizeformat(limit)},
            field="captions",
        )
    asset = MediaAsset.objects.filter(id=media_id).only("id", "duration_ms").first()
    if asset is None:
        raise Missing(_("There is no such video."))
    text, _cues = read_webvtt(data, duration_ms=asset.duration_ms)
    key = storage.store(f"media/captions/{media_id}/{language}.vtt", text.encode())
    with transaction.atomic():
        caption, _made = Caption.objects.update_or_create(
            media=asset,
            language=language,
            defaults={"label": Language(language).label, "key": key},
        )
    return caption.id


def remove_captions(*, media_id: UUID, language: str) -> None:
    """Take a language's captions away. The file stays, nothing leads to it. Raises Missing."""
    with transaction.atomic():
        gone, _by_model = Caption.objects.filter(media_id=media_id, language=language).delete()
    if not gone:
        raise Missing(_("There are no such captions."))


def captions_text(*, media_id: UUID, language: str) -> str:
    """Return the captions in a language, for an author to correct. Raises Missing."""
    key = (
        Caption.objects.filter(media_id=media_id, language=language)
        .values_list("key", flat=True)
        .first()
    )
    if key is None:
        raise Missing(_("There are no such captions."))
    return storage.read(key).decode()
