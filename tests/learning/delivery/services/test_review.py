"""Reviews: only who has studied, one each, figures that never part from the rows."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connections, transaction

from learning.catalogue.models import Course
from learning.delivery.models import CourseReview, Enrolment
from learning.delivery.services.reassigning import reassign_learner
from learning.delivery.services.review import (
    LONGEST_TEXT,
    MOST_AN_HOUR,
    remove_review,
    restore_review,
    write_review,
)
from tenants.kernel import clock
from tenants.kernel.errors import DomainError, Invalid, Missing, Refused
from tenants.kernel.ids import uuid7
from tenants.kernel.personal import Fate, Subject
from tenants.notify.models import Notification
from tenants.privacy.holdings import all_holdings, rows_about
from tenants.schemas import TenantInfo, in_tenant
from tests import database
from tests.factories.accounts import UserFactory
from tests.factories.catalogue import make_published_course
from tests.factories.review import make_review, studying


def figures(course: Course) -> tuple[int, int, list[int]]:
    course.refresh_from_db()
    return course.rating_count, course.rating_sum, course.rating_spread


def write(enrolment: Enrolment, **changed: object) -> CourseReview:
    wanted = {"stars": 4, "text": "Useful.", "signature": "name", **changed}
    return CourseReview.objects.get(id=write_review(enrolment_id=enrolment.id, **wanted))


@pytest.mark.django_db
def test_it_is_written_changed_taken_away_and_brought_back(public: TenantInfo) -> None:
    with in_tenant(public):
        course = make_published_course()
        first, second = studying(course), studying(course)
        mine = write(first, stars=5)
        write(second, stars=2)
        assert figures(course) == (2, 7, [0, 1, 0, 0, 1])
        again = write(first, stars=3, text=" a \u202e b\u200b\r\n\r\n\r\n\r\nc\x00 ")
        assert (again.id, again.text) == (mine.id, "a b\n\nc")
        assert again.edited_at is not None
        assert figures(course) == (2, 5, [0, 1, 1, 0, 0])
        remove_review(enrolment_id=first.id)
        remove_review(enrolment_id=first.id)
        assert figures(course) == (1, 2, [0, 1, 0, 0, 0])
        restore_review(enrolment_id=first.id)
        assert figures(course) == (2, 5, [0, 1, 1, 0, 0])
        # The author hears of each review once.
        assert Notification.objects.filter(user=course.owner).count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("done", "total", "state", "allowed"),
    [
        (0, 4, "active", False),
        (1, 4, "active", True),
        (1, 5, "active", True),
        (1, 6, "active", False),
        (2, 6, "active", True),
        (6, 6, "completed", True),
        (4, 4, "withdrawn", False),
    ],
)
def test_only_who_has_studied(
    public: TenantInfo, done: int, total: int, state: str, allowed: bool
) -> None:
    with in_tenant(public):
        course = make_published_course()
        enrolment = studying(course)
        Enrolment.objects.filter(id=enrolment.id).update(
            lessons_done=done, lessons_total=total, state=state, completed_at=clock.now()
        )
        if allowed:
            write(enrolment)
        else:
            with pytest.raises(Refused):
                write(enrolment)
        assert CourseReview.objects.count() == figures(course)[0] == int(allowed)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "error", "field"),
    [
        ({"stars": 0}, Invalid, "stars"),
        ({"stars": 6}, Invalid, "stars"),
        ({"signature": "king"}, Invalid, "signature"),
        ({"text": "x" * (LONGEST_TEXT + 1)}, Invalid, "text"),
        ({"text": "x" * 200_000}, Invalid, "text"),
    ],
)
def test_what_is_refused_changes_nothing(
    public: TenantInfo, wrong: dict[str, object], error: type[DomainError], field: str
) -> None:
    with in_tenant(public):
        course = make_published_course()
        enrolment = studying(course)
        with pytest.raises(error) as told:
            write(enrolment, **wrong)
        assert told.value.field == field
        assert (CourseReview.objects.count(), figures(course)[0]) == (0, 0)
        for act in (remove_review, restore_review):
            with pytest.raises(Missing):
                act(enrolment_id=enrolment.id)
        with pytest.raises(Missing):
            write_review(enrolment_id=uuid7(), stars=5, text="", signature="name")


@pytest.mark.django_db
def test_many_reviews_in_an_hour_are_too_many(public: TenantInfo) -> None:
    with in_tenant(public):
        person = UserFactory()
        for _number in range(MOST_AN_HOUR):
            make_review(make_published_course(modules=1, lessons=1), person)
        course = make_published_course(modules=1, lessons=1)
        enrolment = studying(course, person)
        with pytest.raises(Refused):
            write(enrolment)
        assert figures(course)[0] == 0
        with clock.frozen(clock.now() + timedelta(hours=1, seconds=1)):
            write(enrolment)
        assert figures(course)[0] == 1


@pytest.mark.django_db
def test_a_hidden_review_cannot_be_changed(public: TenantInfo) -> None:
    with in_tenant(public):
        course = make_published_course()
        review = make_review(course, hidden_at=clock.now())
        with pytest.raises(Refused):
            write(review.enrolment, stars=1)
        review.refresh_from_db()
        assert review.stars == 5


@pytest.mark.django_db
@pytest.mark.parametrize("both", [False, True])
def test_merged_people_count_once(acme: TenantInfo, both: bool) -> None:
    with in_tenant(acme):
        course = make_published_course()
        kept, gone = UserFactory(), UserFactory()
        studying(course, kept)
        make_review(course, gone, stars=2)
        if both:
            make_review(course, kept, stars=4)
        reassign_learner(from_id=gone.id, to_id=kept.id)
        assert figures(course)[:2] == (1, 4 if both else 2)
        shown = CourseReview.objects.get(removed_at=None)
        assert shown.enrolment.learner_id == kept.id


@pytest.mark.django_db
def test_erasure_takes_words_and_name_and_leaves_the_figures_true(public: TenantInfo) -> None:
    with in_tenant(public):
        course = make_published_course()
        review = make_review(course, text="I am Asha of Nagpur.", signature="name")
        held = next(one for one in all_holdings() if one.model == "delivery.CourseReview")
        rows = rows_about(held, Subject(ids=(review.enrolment.learner_id,)))
        assert (held.fate, rows.count()) == (Fate.CLEAR, 1)
        rows.update(**held.clear)
        review.refresh_from_db()
        assert (review.text, review.signature, review.stars) == ("", "nobody", 5)
        assert figures(course) == (1, 5, [0, 0, 0, 0, 1])


def test_reviews_written_at_once_are_all_counted(committed: None) -> None:
    """Without the course's lock each of them counts without the others, and the last one wins."""
    tenant = database.company("acme")
    with in_tenant(tenant), transaction.atomic():
        course = make_published_course()
        enrolments = [studying(course) for _number in range(4)]
    together = Barrier(len(enrolments))

    def act(enrolment: Enrolment) -> None:
        try:
            with in_tenant(tenant), transaction.atomic():
                together.wait()
                write(enrolment, stars=3)
        finally:
            connections.close_all()

    threads = [Thread(target=act, args=(one,)) for one in enrolments]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with in_tenant(tenant), transaction.atomic():
        assert figures(course) == (4, 12, [0, 0, 4, 0, 0])
