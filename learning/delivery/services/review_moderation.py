"""Reviews that somebody objects to: reported, decided on by a moderator, taken back."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from learning.catalogue import api as catalogue
from learning.delivery.enums import DecisionKind, ReportReason
from learning.delivery.models import CourseReview, ReviewDecision, ReviewReport
from learning.delivery.policies import can_moderate_reviews
from learning.delivery.services.review import count_again
from tenants.accounts.api import User
from tenants.kernel import audit
from tenants.kernel.clock import now
from tenants.kernel.errors import Conflict, Invalid, Missing, Refused
from tenants.kernel.plain_text import clean_line
from tenants.notify.api import notify

LONGEST_NOTE = 500
# Who objects to more in a day is not reading them.
MOST_REPORTS_A_DAY = 20


def report_review(*, review_id: UUID, reason: str, note: str, reporter: User) -> None:
    """Object to a review. A second time changes reason and note, and makes it wait again.

    Raises:
        Missing: there is no such review that others see.
        Refused: it is the reporter's own, or they reported too many today.
        Invalid: no such reason, or the note is too long.
    """
    if reason not in ReportReason.values:
        raise Invalid(_("Say what is wrong with it."), field="reason")
    words = _note(note, "note")
    with transaction.atomic():
        review = _locked(review_id)
        if not review.is_shown:
            raise Missing(_("There is no such review."))
        if review.enrolment.learner_id == reporter.id:
            raise Refused(_("This review is yours: you can change it or take it away."))
        moment = now()
        today = ReviewReport.objects.filter(
            reporter=reporter, reported_at__gt=moment - timedelta(days=1)
        ).exclude(review=review)
        if today.count() >= MOST_REPORTS_A_DAY:
            raise Refused(_("That is many reports in a day. Come back tomorrow."))
        ReviewReport.objects.update_or_create(
            review=review,
            reporter=reporter,
            defaults={
                "reason": reason,
                "note": words,
                "reported_at": moment,
                "settled_at": None,
            },
        )


def decide_on_review(*, review_id: UUID, hide: bool, reason: str, actor: User) -> None:
    """Hide a review from everybody but its writer, or let it stand; settles all its reports.

    Args:
        review_id: which.
        hide: whether it goes.
        reason: told to the writer when it is hidden; hiding needs one.
        actor: a moderator, not the writer.

    Raises:
        Missing: there is no such review.
        Refused: the actor is no moderator, or it is their own review.
        Conflict: it is hidden already.
        Invalid: hiding without a reason, or one that is too long.
    """
    words = _note(reason, "reason")
    if hide and not words:
        raise Invalid(_("Say why: its writer is told."), field="reason")
    with transaction.atomic():
        review = _moderated(review_id, actor)
        if review.hidden_at is not None:
            raise Conflict(_("This review is hidden already."))
        moment = now()
        if hide:
            CourseReview.objects.filter(id=review.id).update(hidden_at=moment)
            count_again(review.course_id)
            _tell_writer(review, words)
        kind = DecisionKind.HIDDEN if hide else DecisionKind.KEPT
        _note_down(review, kind, actor=actor, reason=words, at=moment)
        ReviewReport.objects.filter(review=review, settled_at=None).update(settled_at=moment)


def undo_decision(*, review_id: UUID, actor: User) -> None:
    """Take the last decision back: the review is shown again, and its reports wait again.

    Raises:
        Missing: there is no such review.
        Refused: the actor is no moderator, or it is their own review.
        Conflict: nothing was decided, or it was taken back already.
    """
    with transaction.atomic():
        review = _moderated(review_id, actor)
        last = ReviewDecision.objects.filter(review=review).first()
        if last is None or last.kind == DecisionKind.UNDONE:
            raise Conflict(_("There is no decision to take back."))
        CourseReview.objects.filter(id=review.id).update(hidden_at=None)
        count_again(review.course_id)
        ReviewReport.objects.filter(review=review, settled_at__gte=last.decided_at).update(
            settled_at=None
        )
        _note_down(review, DecisionKind.UNDONE, actor=actor, reason="", at=now())


def _moderated(review_id: UUID, actor: User) -> CourseReview:
    if not can_moderate_reviews(actor):
        raise Refused(_("You may not decide on reviews."))
    review = _locked(review_id)
    if review.enrolment.learner_id == actor.id:
        raise Refused(_("Somebody else decides on your own review."))
    return review


def _locked(review_id: UUID) -> CourseReview:
    review = (
        CourseReview.objects.select_for_update(of=("self",))
        .select_related("enrolment")
        .filter(id=review_id)
        .first()
    )
    if review is None:
        raise Missing(_("There is no such review."))
    return review


def _note_down(
    review: CourseReview, kind: DecisionKind, *, actor: User, reason: str, at: datetime
) -> None:
    ReviewDecision.objects.create(
        review=review, kind=kind, actor=actor, reason=reason, decided_at=at
    )
    audit.record(
        f"delivery.review_{kind.value}",
        actor=actor,
        target=catalogue.course_info(review.course_id).title,
        target_id=review.id,
        changes={"reason": reason} if reason else {},
    )


def _note(text: str, field: str) -> str:
    if len(text) > LONGEST_NOTE:
        raise Invalid(
            _("Keep it under %(limit)d characters.") % {"limit": LONGEST_NOTE}, field=field
        )
    return clean_line(text)


def _tell_writer(review: CourseReview, reason: str) -> None:
    notify(
        to=review.enrolment.learner_id,
        kind="learning.review_hidden",
        context={
            "course_title": catalogue.course_info(review.course_id).title,
            "reason": reason,
        },
        dedupe_key=f"review-hidden:{review.id}:{now():%Y%m%d%H%M%S}",
        url=f"/learn/{review.course_id}/review/",
        about=f"course:{review.course_id}",
    )
