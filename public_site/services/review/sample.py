"""The sample lesson as a video, by the catalogue's own way of taking videos."""

from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from learning.catalogue.api import receive_video
from public_site.services.review.draft import editable
from tenants.accounts.api import User
from tenants.kernel.clock import now
from tenants.kernel.errors import Invalid


def receive_sample(*, review_id: UUID, applicant: User, path: Path, name: str) -> None:
    """Take a video and make it the application's sample. Call it outside a transaction.

    Raises:
        Missing: they have no such application.
        Conflict: it has been sent.
        Invalid: (`video`) larger than a sample may be, or not a video we take.
    """
    limit, size = settings.UPLOAD_LIMITS_BYTES["sample_video"], path.stat().st_size
    if size > limit:
        raise Invalid(
            _("This video has %(has)d MB; a sample may have %(limit)d MB.")
            % {"has": size // 1024**2, "limit": limit // 1024**2},
            field="video",
        )
    with transaction.atomic():
        editable(review_id, applicant)
    media_id = receive_video(path=path, name=name, actor=applicant)
    with transaction.atomic():
        review = editable(review_id, applicant)
        review.sample_media_id = media_id
        review.updated_at = now()
        review.save(update_fields=["sample_media", "updated_at"])


def drop_sample(*, review_id: UUID, applicant: User) -> None:
    """Take the video off the application. Raises Missing, Conflict."""
    with transaction.atomic():
        review = editable(review_id, applicant)
        review.sample_media_id = None
        review.updated_at = now()
        review.save(update_fields=["sample_media", "updated_at"])
