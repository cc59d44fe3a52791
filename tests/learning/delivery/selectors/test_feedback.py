"""What learners said of somebody's courses: only what others see, unanswered ones first."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from learning.catalogue.models import Course
from learning.delivery.models import CourseReview
from learning.delivery.selectors.feedback import Feedback, feedback_of
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.catalogue import make_published_course
from tests.factories.review import make_review

pytestmark = pytest.mark.django_db
MONTH = datetime(2026, 10, 31, 18, 30, tzinfo=UTC)


def said(course: Course, *, days: int, **fields: object) -> CourseReview:
    """Have a review written so many days into the month, negative before it."""
    return make_review(course, written_at=MONTH + timedelta(days=days), **fields)


def read(*courses: Course, most: int = 10) -> Feedback:
    ids = [course.id for course in courses]
    return feedback_of(ids, owner_id=courses[0].owner_id, since=MONTH, most=most)


def test_those_without_an_answer_come_first_and_of_each_the_newest(public: TenantInfo) -> None:
    with in_tenant(public):
        one = make_published_course()
        two = make_published_course(owner=one.owner)
        answered = {"reply": "Thank you.", "replied_at": MONTH, "replied_by": one.owner}
        rows = [
            said(one, days=3),
            said(two, days=1),
            said(one, days=-40),
            said(two, days=9, **answered),
            said(one, days=5, **answered),
        ]
        found = read(one, two)
        assert [review.id for review in found.latest] == [row.id for row in rows]
        assert (found.came, found.waiting) == (4, 3)
        assert read(one, two, most=2) == Feedback(found.latest[:2], 4, 3)
        assert found.latest[3].replied_by == one.owner.display_name


def test_what_others_do_not_see_or_cannot_read_is_not_there(public: TenantInfo) -> None:
    with in_tenant(public):
        course = make_published_course()
        shown = said(course, days=0)
        said(course, days=1, hidden_at=MONTH)
        said(course, days=1, removed_at=MONTH)
        said(make_published_course(), days=1)
        stars_alone = said(course, days=1, text="")
        found = read(course)
        assert [review.id for review in found.latest] == [shown.id]
        assert (found.came, found.waiting) == (2, 1)
        CourseReview.objects.filter(id=stars_alone.id).update(
            written_at=MONTH - timedelta(seconds=1)
        )
        assert read(course).came == 1


def test_nobody_is_asked_to_answer_themselves(public: TenantInfo) -> None:
    with in_tenant(public):
        course = make_published_course()
        said(course, days=1, learner=course.owner)
        assert read(course) == Feedback((), came=1, waiting=0)


def test_of_no_courses_there_is_nothing(public: TenantInfo) -> None:
    with in_tenant(public):
        make_review(make_published_course())
        nobody = UserFactory()
        assert feedback_of([], owner_id=nobody.id, since=MONTH, most=5) == Feedback((), 0, 0)


@pytest.mark.parametrize("count", [1, 30])
def test_two_queries(
    public: TenantInfo, django_assert_num_queries: Callable[..., object], count: int
) -> None:
    with in_tenant(public):
        owner = UserFactory()
        courses = [make_published_course(modules=1, lessons=1, owner=owner) for _ in range(count)]
        for course in courses:
            said(course, days=1)
        with django_assert_num_queries(2):
            assert len(read(*courses, most=50).latest) == count
