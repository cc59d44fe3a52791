"""Finding a review under lock, and writing its history."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from public_site.enums import EntryKind
from public_site.models import Review, ReviewEntry
from tenants.accounts.api import User
from tenants.kernel import audit
from tenants.kernel.clock import now
from tenants.kernel.errors import Missing


def locked(review_id: UUID) -> Review:
    """Return a review that was sent at least once, locked until the transaction ends. Raises Missing."""
    row = (
        Review.objects.select_for_update(of=("self",))
        .select_related("applicant")
        .filter(id=review_id, submitted_at__isnull=False)
        .first()
    )
    if row is None:
        raise Missing(_("There is no such application."))
    return row


def locked_own(review_id: UUID, applicant: User) -> Review:
    """Return an applicant's own application, locked. Another's does not exist for them. Raises Missing."""
    row = (
        Review.objects.select_for_update(of=("self",))
        .select_related("applicant")
        .filter(id=review_id, applicant=applicant)
        .first()
    )
    if row is None:
        raise Missing(_("There is no such application."))
    return row


def record(
    review: Review,
    kind: EntryKind,
    *,
    actor: User,
    text: str = "",
    details: dict[str, Any] | None = None,
    is_internal: bool = False,
) -> ReviewEntry:
    """Write a line of the history, and one of the audit log; notes stay out of the latter's changes."""
    audit.record(
        f"reviews.{kind}",
        actor=actor,
        target=f"{review.get_kind_display()}: {review.title}",
        target_id=review.id,
        changes=details or {},
    )
    return ReviewEntry.objects.create(
        review=review,
        at=now(),
        kind=kind,
        actor=actor,
        text=text,
        details=details or {},
        is_internal=is_internal,
    )
