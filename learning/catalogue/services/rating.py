"""What learners' reviews of a course come to, kept with the course so that lists need no count."""

from collections.abc import Callable, Sequence
from uuid import UUID

from django.db import transaction

from learning.catalogue.models import Course
from learning.catalogue.services.course import locked


def keep_rating(*, course_id: UUID, spread: Callable[[], Sequence[int]]) -> None:
    """Write a course's figures anew from its reviews.

    The course is locked before anything is counted: two reviews written at the same moment are
    counted one after the other, and the second count sees the first.

    Args:
        course_id: the course.
        spread: counts the reviews that are shown: how many gave 1, 2, 3, 4 and 5 stars.

    Raises:
        Missing: there is no such course.
    """
    with transaction.atomic():
        locked(course_id)
        counts = list(spread())
        Course.objects.filter(id=course_id).update(
            rating_count=sum(counts),
            rating_sum=sum(stars * count for stars, count in enumerate(counts, start=1)),
            rating_spread=counts,
        )
