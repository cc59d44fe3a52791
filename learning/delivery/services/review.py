"""A learner's review of a course: written, changed, taken away and brought back."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from learning.catalogue import api as catalogue
from learning.delivery.enums import Signature
from learning.delivery.models import CourseReview, Enrolment, ReviewReport
from learning.delivery.selectors.enrolment import info_of
from tenants.kernel.clock import now
from tenants.kernel.errors import Invalid, Missing, Refused
from tenants.kernel.plain_text import clean_line
from tenants.notify.api import notify

LONGEST_TEXT = 4000
# One person writes or changes so many reviews in an hour; nobody finishes a fifth of more courses.
MOST_AN_HOUR = 10
_HOUR = timedelta(hours=1)
_STARS = range(1, 6)


def write_review(*, enrolment_id: UUID, stars: int, text: str, signature: str) -> UUID:
    """Write a learner's review of the course they study, or change the one there is.

    One that was taken away comes back with what is written now.

    Args:
        enrolment_id: whose, and of which course.
        stars: 1 to 5.
        text: plain text of at most 4,000 characters; may be empty.
        signature: one of `Signature`.

    Returns:
        The review's id.

    Raises:
        Missing: there is no such enrolment.
        Refused: too little studied, the course was left, too many reviews in an hour, or a moderator
            has hidden the review.
        Invalid: no such stars or signature, or the text is too long.
    """
    if stars not in _STARS:
        raise Invalid(_("Give one to five stars."), field="stars")
    if signature not in Signature.values:
        raise Invalid(_("Say how you want to be named."), field="signature")
    words = _plain(text)
    with transaction.atomic():
        enrolment = _studied(enrolment_id)
        moment = now()
        review = CourseReview.objects.filter(enrolment=enrolment).first()
        if review is None:
            _require_room(enrolment)
            review = CourseReview(
                enrolment=enrolment, course_id=enrolment.course_id, written_at=moment
            )
        else:
            _require_open(review)
            _require_room(enrolment, but=review)
            review.edited_at, review.removed_at = moment, None
        review.stars, review.text, review.signature = stars, words, signature
        review.save()
        count_again(enrolment.course_id)
        _tell_author(review)
    return review.id


def remove_review(*, enrolment_id: UUID) -> None:
    """Take a review away; it stays to be brought back. Raises Missing when there is none."""
    with transaction.atomic():
        review = _of(enrolment_id)
        if review.removed_at is None:
            CourseReview.objects.filter(id=review.id).update(removed_at=now())
            count_again(review.course_id)


def restore_review(*, enrolment_id: UUID) -> None:
    """Bring a review back that its writer took away. Raises Missing when there is none."""
    with transaction.atomic():
        review = _of(enrolment_id)
        if review.removed_at is not None:
            CourseReview.objects.filter(id=review.id).update(removed_at=None)
            count_again(review.course_id)


def count_again(course_id: UUID) -> None:
    """Bring a course's figures in line with its reviews, inside the caller's transaction."""
    catalogue.keep_rating(course_id=course_id, spread=lambda: _spread(course_id))


def move_review(*, from_id: UUID, to_id: UUID) -> None:
    """Give a review to the enrolment that is kept of two; where both have one, the newer counts."""
    with transaction.atomic():
        rows = {
            row.enrolment_id: row
            for row in CourseReview.objects.select_for_update().filter(
                enrolment_id__in=[from_id, to_id]
            )
        }
        moving, staying = rows.get(from_id), rows.get(to_id)
        if moving is None:
            return
        if staying is None:
            CourseReview.objects.filter(id=moving.id).update(enrolment_id=to_id)
        else:
            # Two reviews of one person would count twice; the other one stays as taken away.
            CourseReview.objects.filter(id=moving.id, removed_at=None).update(removed_at=now())
        count_again(moving.course_id)


def take_over_words(*, from_id: UUID, to_id: UUID) -> None:
    """Give one account what another answered to reviews and reported of them, each review once."""
    CourseReview.objects.filter(replied_by_id=from_id).update(replied_by_id=to_id)
    mine = ReviewReport.objects.filter(reporter_id=to_id).values("review_id")
    ReviewReport.objects.filter(reporter_id=from_id).exclude(review_id__in=mine).update(
        reporter_id=to_id
    )


def _spread(course_id: UUID) -> Sequence[int]:
    rows = (
        CourseReview.objects.filter(course_id=course_id, removed_at=None, hidden_at=None)
        .values_list("stars")
        .annotate(n=Count("id"))
        .order_by()
    )
    counts = dict(rows)
    return [counts.get(stars, 0) for stars in _STARS]


def _studied(enrolment_id: UUID) -> Enrolment:
    enrolment = Enrolment.objects.select_for_update().filter(id=enrolment_id).first()
    if enrolment is None:
        raise Missing(_("There is no such enrolment."))
    if not info_of(enrolment).has_studied:
        raise Refused(_("Finish a fifth of the lessons first: then you can say what it is worth."))
    return enrolment


def _require_open(review: CourseReview) -> None:
    if review.hidden_at is not None:
        raise Refused(_("This review was hidden and cannot be changed. You can take it away."))


def _require_room(enrolment: Enrolment, but: CourseReview | None = None) -> None:
    since = now() - _HOUR
    mine = CourseReview.objects.filter(enrolment__learner_id=enrolment.learner_id)
    if but is not None:
        mine = mine.exclude(id=but.id)
    recent = mine.filter(written_at__gt=since) | mine.filter(edited_at__gt=since)
    if recent.count() >= MOST_AN_HOUR:
        raise Refused(_("That is many reviews in an hour. Come back a little later."))


def _of(enrolment_id: UUID) -> CourseReview:
    review = CourseReview.objects.select_for_update().filter(enrolment_id=enrolment_id).first()
    if review is None:
        raise Missing(_("There is no such review."))
    return review


def _plain(text: str) -> str:
    """Return lines without what cannot be seen, at most one empty line between two."""
    if len(text) > LONGEST_TEXT * 2:
        raise _too_long()
    kept: list[str] = []
    for line in text.splitlines():
        tidy = clean_line(line)
        if tidy or (kept and kept[-1]):
            kept.append(tidy)
    words = "\n".join(kept).strip()
    if len(words) > LONGEST_TEXT:
        raise _too_long()
    return words


def _too_long() -> Invalid:
    return Invalid(_("Keep it under %(limit)d characters.") % {"limit": LONGEST_TEXT}, field="text")


def _tell_author(review: CourseReview) -> None:
    """Tell the course's owner once of each review, not of its changes nor of their own."""
    course = catalogue.course_info(review.course_id)
    if course.owner_id == review.enrolment.learner_id:
        return
    notify(
        to=course.owner_id,
        kind="studio.review_written",
        context={"course_title": course.title, "stars": review.stars},
        dedupe_key=f"review:{review.id}",
        url=f"/learn/{course.id}/reviews/",
        about=f"course:{course.id}",
    )
