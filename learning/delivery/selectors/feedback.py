"""What learners said of several courses, for the person whose courses they are."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from learning.delivery.models import CourseReview
from learning.delivery.selectors.review import ReviewInfo, review_info


@dataclass(frozen=True, slots=True)
class Feedback:
    """Reviews that others see.

    `latest` and `waiting` are about those with words, as only these are read and answered anywhere:
    the ones without an answer first, of each the newest first. `came` counts stars alone as well.
    """

    latest: tuple[ReviewInfo, ...]
    came: int
    waiting: int


def feedback_of(
    course_ids: Collection[UUID], *, owner_id: UUID, since: datetime, most: int
) -> Feedback:
    """Return what learners said of courses. Two queries, however many there are of either.

    Args:
        course_ids: courses of one person.
        owner_id: that person, who is not asked to answer what they wrote themselves.
        since: from when on a review counts as come (UTC); one that was changed came when first written.
        most: how many to return; the counts are of all.
    """
    shown = CourseReview.objects.filter(course_id__in=course_ids, removed_at=None, hidden_at=None)
    said = ~Q(text="") & ~Q(enrolment__learner_id=owner_id)
    counts = shown.aggregate(
        came=Count("id", filter=Q(written_at__gte=since)),
        waiting=Count("id", filter=said & Q(reply="")),
    )
    rows = (
        shown.filter(said)
        .annotate(is_answered=~Q(reply=""))
        .select_related("enrolment__learner", "replied_by")
        .order_by("is_answered", "-written_at", "-id")
    )
    return Feedback(tuple(review_info(row) for row in rows[:most]), **counts)
