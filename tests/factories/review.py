"""Reviews of courses, for tests. Call these inside a schema: `with in_tenant(acme):`."""

from typing import Any

from learning.catalogue.models import Course
from learning.delivery.models import CourseReview, Enrolment
from learning.delivery.services.review import write_review
from tenants.accounts.models import User
from tests.factories.accounts import UserFactory
from tests.factories.delivery import enrolled_in


def studying(course: Course, learner: User | None = None) -> Enrolment:
    """Enrol somebody who has just finished the fifth of the course that a review asks for."""
    info = enrolled_in(course, learner)
    Enrolment.objects.filter(id=info.id).update(lessons_done=-(-info.lessons_total // 5))
    return Enrolment.objects.select_related("learner").get(id=info.id)


def make_review(
    course: Course,
    learner: User | None = None,
    *,
    stars: int = 5,
    text: str = "Good.",
    **fields: Any,
) -> CourseReview:
    """Have somebody study a course and review it."""
    enrolment = studying(course, learner or UserFactory())
    review_id = write_review(
        enrolment_id=enrolment.id,
        stars=stars,
        text=text,
        signature=fields.pop("signature", "initials"),
    )
    if fields:
        CourseReview.objects.filter(id=review_id).update(**fields)
    return CourseReview.objects.get(id=review_id)
