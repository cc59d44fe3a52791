"""Who works on an application, and notes among staff."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from public_site import policies
from public_site.enums import EntryKind, ReviewState
from public_site.models import Review
from public_site.services.review.rows import locked, record
from tenants.accounts.api import User
from tenants.kernel.clock import now
from tenants.kernel.errors import Conflict, Invalid, Refused

LONGEST_NOTE = 4000
_HANDLED = (ReviewState.WAITING, ReviewState.ASKED)


def claim_review(*, review_id: UUID, actor: User) -> None:
    """Take an application that nobody has. Two reviewers at once: one has it, the other is told who.

    Raises:
        Missing: there is no such application.
        Refused: the actor is no staff, or it is their own.
        Conflict: somebody has it, or it is not under review.
    """
    with transaction.atomic():
        review = _handled(review_id, actor)
        if review.assignee_id == actor.id:
            return
        if review.assignee is not None:
            raise Conflict(
                _("%(name)s has taken it already.") % {"name": review.assignee.display_name}
            )
        _give(review, actor)
        record(review, EntryKind.CLAIMED, actor=actor, is_internal=True)


def release_review(*, review_id: UUID, actor: User) -> None:
    """Give an application back to the queue. Raises Missing, Refused, Conflict."""
    with transaction.atomic():
        review = _handled(review_id, actor)
        if review.assignee_id != actor.id:
            raise Conflict(_("You have not taken it."))
        review.assignee = None
        review.assigned_at = None
        review.save(update_fields=["assignee", "assigned_at"])
        record(review, EntryKind.RELEASED, actor=actor, is_internal=True)


def take_over_review(*, review_id: UUID, actor: User) -> None:
    """Take an application that a colleague has: on purpose, and written down.

    Raises:
        Missing: there is no such application.
        Refused: the actor is no staff, or it is their own.
        Conflict: nobody has it, or it is not under review.
    """
    with transaction.atomic():
        review = _handled(review_id, actor)
        before = review.assignee
        if before is None or before.id == actor.id:
            raise Conflict(_("Nobody else has it."))
        _give(review, actor)
        record(
            review,
            EntryKind.TAKEN_OVER,
            actor=actor,
            details={"from": before.display_name},
            is_internal=True,
        )


def add_note(*, review_id: UUID, actor: User, text: str) -> None:
    """Write a note that staff see and the applicant never does.

    Raises:
        Missing, Refused: as above.
        Invalid: (`text`) empty or too long.
    """
    words = text.strip()
    if not words or len(words) > LONGEST_NOTE:
        raise Invalid(
            _("Write a note of up to %(n)d characters.") % {"n": LONGEST_NOTE}, field="text"
        )
    with transaction.atomic():
        review = reviewable(review_id, actor)
        record(review, EntryKind.NOTE, actor=actor, text=words, is_internal=True)


def reviewable(review_id: UUID, actor: User) -> Review:
    """Return a review the actor may work on, locked.

    Raises:
        Missing: there is none.
        Refused: the actor is no staff, or it is their own application.
    """
    if not policies.is_staff(actor):
        raise Refused(_("Only staff may do this."))
    review = locked(review_id)
    if not policies.can_review(actor, review):
        raise Refused(_("Nobody reviews their own application. A colleague has to."))
    return review


def _handled(review_id: UUID, actor: User) -> Review:
    review = reviewable(review_id, actor)
    if review.state not in _HANDLED:
        raise Conflict(_("This application is not under review any more."))
    return review


def _give(review: Review, actor: User) -> None:
    review.assignee = actor
    review.assigned_at = now()
    review.save(update_fields=["assignee", "assigned_at"])
