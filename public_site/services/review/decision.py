"""Asking for more, approving, declining, and taking a decision back.

A decision takes effect at once: role, public record and mail in one transaction. It can be taken back
for `UNDO_WITHIN`; then role and record go, the clock goes on where it stood, and the applicant is told.
"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from public_site import policies
from public_site.deadline import UNDO_WITHIN, left_at, resumed
from public_site.enums import (
    DECIDED_STATES,
    DECLINE_REASONS,
    OPEN_STATES,
    EntryKind,
    ReviewState,
)
from public_site.models import Review, ReviewEntry, ReviewQuestion
from public_site.services.review import letters
from public_site.services.review.effects import apply_approval, reverse_approval
from public_site.services.review.handling import reviewable
from public_site.services.review.rows import record
from tenants.accounts.api import User
from tenants.kernel.clock import now
from tenants.kernel.errors import Conflict, Invalid, Refused

MOST_QUESTIONS = 5
LONGEST_TEXT = 4000
SHORTEST_EXPLANATION = 20
REAPPLY_DAYS = (0, 30, 90, 180)


def ask_applicant(*, review_id: UUID, actor: User, questions: Sequence[str], revision: int) -> None:
    """Send questions to the applicant; the clock stands until they are answered.

    Args:
        review_id: which application.
        actor: who has taken it.
        questions: one to five; empty ones are left out.
        revision: of the application as the reviewer saw it.

    Raises:
        Missing: there is no such application.
        Refused: the actor is no staff, it is their own, or they have not taken it.
        Conflict: it has changed since, or is not waiting for us.
        Invalid: (`questions`) none, too many or too long.
    """
    texts = [" ".join(text.split()) for text in questions if text.strip()]
    if not 1 <= len(texts) <= MOST_QUESTIONS or any(len(text) > 1000 for text in texts):
        raise Invalid(_("Write one to %(n)d questions.") % {"n": MOST_QUESTIONS}, field="questions")
    moment = now()
    with transaction.atomic():
        review = _undecided(review_id, actor, revision)
        assert review.due_at is not None
        before = review.questions.count()
        ReviewQuestion.objects.bulk_create(
            ReviewQuestion(
                review=review, position=before + number, text=text, asked_by=actor, asked_at=moment
            )
            for number, text in enumerate(texts, start=1)
        )
        review.state = ReviewState.ASKED
        review.left_seconds = left_at(review.due_at, moment)
        review.due_at = None
        _save(review)
        entry = record(review, EntryKind.ASKED, actor=actor, details={"questions": texts})
        letters.tell(review, entry, letters.asked)


def approve_application(*, review_id: UUID, actor: User, message: str = "", revision: int) -> None:
    """Approve: the role is granted and the public record made, now.

    Raises:
        Missing, Refused, Conflict: as `ask_applicant`; or a company with this GSTIN is verified already.
    """
    with transaction.atomic():
        review = _undecided(review_id, actor, revision)
        _decide(review, ReviewState.APPROVED, actor, message.strip()[:LONGEST_TEXT])
        details = apply_approval(review, actor)
        entry = record(
            review, EntryKind.APPROVED, actor=actor, text=review.message, details=details
        )
        letters.tell(review, entry, letters.approved)


def decline_application(
    *,
    review_id: UUID,
    actor: User,
    reasons: Sequence[str],
    message: str,
    reapply_days: int,
    revision: int,
) -> None:
    """Decline, with reasons from the list and an explanation in words.

    Args:
        review_id: which application.
        actor: who has taken it.
        reasons: values of DeclineReason that exist for this kind; at least one.
        message: to the applicant.
        reapply_days: one of REAPPLY_DAYS; 0 means at once.
        revision: of the application as the reviewer saw it.

    Raises:
        Missing, Refused, Conflict: as `ask_applicant`.
        Invalid: (`reasons`, `message`, `reapply_days`) missing or unknown.
    """
    words = message.strip()[:LONGEST_TEXT]
    moment = now()
    with transaction.atomic():
        review = _undecided(review_id, actor, revision)
        if not reasons or set(reasons) - set(DECLINE_REASONS[review.kind]):
            raise Invalid(_("Choose at least one reason."), field="reasons")
        if len(words) < SHORTEST_EXPLANATION:
            raise Invalid(
                _("Explain it in a sentence or two, so that the next try can be better."),
                field="message",
            )
        if reapply_days not in REAPPLY_DAYS:
            raise Invalid(_("Say when they may apply again."), field="reapply_days")
        _decide(review, ReviewState.DECLINED, actor, words)
        review.reasons = list(dict.fromkeys(map(str, reasons)))
        review.may_reapply_at = moment + timedelta(days=reapply_days) if reapply_days else None
        review.save(update_fields=["reasons", "may_reapply_at"])
        entry = record(
            review,
            EntryKind.DECLINED,
            actor=actor,
            text=words,
            details={"reasons": review.reasons, "reapply_days": reapply_days},
        )
        letters.tell(review, entry, letters.declined)


def undo_decision(*, review_id: UUID, actor: User, reason: str, revision: int) -> None:
    """Take a decision back: what it made goes, the review is open again, the applicant is told.

    Raises:
        Missing: there is no such application.
        Refused: the actor is no staff, or it is their own.
        Conflict: it is not decided, has changed since, the time is over, or the applicant has begun
            another application meanwhile.
        Invalid: (`reason`) none.
    """
    words = reason.strip()[:LONGEST_TEXT]
    if not words:
        raise Invalid(_("Say why, for the applicant and for the history."), field="reason")
    moment = now()
    with transaction.atomic():
        review = reviewable(review_id, actor)
        if review.state not in DECIDED_STATES or review.decided_at is None:
            raise Conflict(_("This application is not decided."))
        if review.revision != revision:
            raise Conflict(_("It has changed since you opened it. Look again."))
        if moment >= review.decided_at + UNDO_WITHIN:
            raise Conflict(_("A decision can be taken back for 24 hours; they are over."))
        if Review.objects.filter(
            applicant_id=review.applicant_id, kind=review.kind, state__in=OPEN_STATES
        ).exists():
            raise Conflict(_("The applicant has begun another application meanwhile."))
        was, told = review.state, _decision_entry(review)
        if was == ReviewState.APPROVED:
            reverse_approval(review, actor, granted=bool(told.details.get("granted")))
        # A mail that is still in the outbox would tell what no longer holds.
        letters.stop(told)
        review.state = ReviewState.WAITING
        review.due_at = resumed(review.left_seconds or 0, moment)
        review.left_seconds = None
        review.decided_at = review.decided_by = None
        review.reasons, review.may_reapply_at = [], None
        review.message = words
        review.assignee, review.assigned_at = actor, moment
        _save(review)
        entry = record(review, EntryKind.UNDONE, actor=actor, text=words, details={"was": was})
        letters.tell(review, entry, letters.undone)


def _undecided(review_id: UUID, actor: User, revision: int) -> Review:
    review = reviewable(review_id, actor)
    if review.state in DECIDED_STATES and review.decided_by is not None:
        raise Conflict(
            _("%(name)s has decided it already.") % {"name": review.decided_by.display_name}
        )
    if review.state != ReviewState.WAITING:
        raise Conflict(_("It is not our turn: the applicant has to answer first."))
    if not policies.can_decide(actor, review):
        raise Refused(_("Take the application first; so two of us do not decide it."))
    if review.revision != revision:
        raise Conflict(_("It has changed since you opened it. Look again."))
    return review


def _decide(review: Review, state: ReviewState, actor: User, message: str) -> None:
    moment = now()
    assert review.due_at is not None
    review.state = state
    review.decided_at = moment
    review.decided_by = actor
    review.message = message
    # Kept for an undo; a decided review shows no clock.
    review.left_seconds = left_at(review.due_at, moment)
    review.due_at = None
    _save(review)


def _save(review: Review) -> None:
    review.revision += 1
    review.updated_at = now()
    review.save()


def _decision_entry(review: Review) -> ReviewEntry:
    kinds = (EntryKind.APPROVED, EntryKind.DECLINED)
    entry = review.entries.filter(kind__in=kinds).first()
    assert entry is not None  # a decided review has one: both are written together
    return entry
