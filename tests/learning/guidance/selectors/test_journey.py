"""A learner's own way along a path: what is done, where they are, what is next."""

from uuid import UUID

import pytest
from pytest_django import DjangoAssertNumQueries

from learning.catalogue.api import archive_course, hide_path, published_path
from learning.delivery.api import enrol_learner, mark_text_done, withdraw_learner
from learning.guidance.api import (
    Journey,
    follow_path,
    followed_journeys,
    journeys_on,
    leave_path,
    recommendations_for,
)
from learning.guidance.handlers import on_people_merged
from learning.guidance.models import FollowedPath
from tenants.accounts.events import PeopleMerged
from tenants.kernel.errors import Missing
from tenants.schemas import in_public
from tests.factories.accounts import UserFactory
from tests.factories.catalogue import make_path, make_published_course
from tests.factories.delivery import lesson_ids

pytestmark = pytest.mark.django_db


def study(course_id: UUID, learner_id: UUID, *, lessons: int = 99) -> None:
    enrolment = enrol_learner(course_id=course_id, learner_id=learner_id, source="self")
    for lesson in lesson_ids(enrolment)[:lessons]:
        mark_text_done(enrolment_id=enrolment.id, lesson_id=lesson)


def one(slug: str, learner_id: UUID | None, experience: str = "") -> Journey:
    (found,) = journeys_on([published_path(slug)], learner_id=learner_id, experience=experience)
    return found


def test_a_guest_is_nowhere_on_the_way() -> None:
    with in_public():
        path = make_path(make_published_course(), make_published_course())
        found = one(path.slug, None)
    assert [step.state for step in found.steps] == ["", ""]
    assert (found.courses_done, found.courses_total, found.is_followed) == (0, 2, False)


def test_progress_is_the_learners_own() -> None:
    with in_public():
        first, second, third = (make_published_course() for _ in range(3))
        path = make_path(first, second, third)
        learner, other = UserFactory(), UserFactory()
        study(first.id, learner.id)
        study(second.id, learner.id, lessons=1)
        found, stranger = one(path.slug, learner.id), one(path.slug, other.id)
    assert [step.state for step in found.steps] == ["done", "current", ""]
    assert (found.courses_done, found.courses_total) == (1, 3)
    assert found.next_course is not None
    assert (found.next_course.card.id, found.next_course.lessons_done) == (second.id, 1)
    assert found.seconds_left == 2 * 480
    assert [part[:3] for part in found.parts] == [(1, 1, "full"), (0, 1, ""), (0, 1, "")]
    assert stranger.courses_done == 0


def test_a_course_that_two_steps_name_counts_once() -> None:
    with in_public():
        course = make_published_course()
        path, learner = make_path(course, course), UserFactory()
        study(course.id, learner.id)
        found = one(path.slug, learner.id)
    assert (found.courses_done, found.courses_total, found.path.duration_seconds) == (1, 1, 480)
    assert found.is_done
    assert found.next_course is None


def test_a_step_without_a_course_is_never_done_and_never_in_the_way() -> None:
    with in_public():
        gone, there = make_published_course(), make_published_course()
        path, learner = make_path(gone, there), UserFactory()
        archive_course(course_id=gone.id, actor=gone.owner)
        follow_path(learner_id=learner.id, path_id=path.id)
        found = one(path.slug, learner.id)
    assert [step.state for step in found.steps] == ["", "current"]
    assert not found.is_done


def test_a_path_without_any_course_is_not_done() -> None:
    with in_public():
        path, learner = make_path(), UserFactory()
        found = one(path.slug, learner.id)
    assert (found.courses_total, found.is_done, found.next_course) == (0, False, None)


def test_whoever_left_a_course_is_not_in_it() -> None:
    with in_public():
        course = make_published_course()
        path, learner = make_path(course), UserFactory()
        enrolment = enrol_learner(course_id=course.id, learner_id=learner.id, source="self")
        withdraw_learner(enrolment_id=enrolment.id)
        found = one(path.slug, learner.id)
    assert found.steps[0].state == ""


@pytest.mark.parametrize(
    ("experience", "level"),
    [("fresher", "fresher"), ("junior", "fresher"), ("middle", "mid"), ("senior", "senior")],
)
def test_the_stage_told_at_the_start_is_suggested(experience: str, level: str) -> None:
    with in_public():
        learner = UserFactory()
        for stage in ("fresher", "mid", "senior"):
            found = one(make_path(level=stage).slug, learner.id, experience)
            assert found.is_suggested == (stage == level)
        assert not one(make_path().slug, learner.id, "nonsense").is_suggested


def test_following_is_ones_own_and_taken_back() -> None:
    with in_public():
        path, learner, other = make_path(make_published_course()), UserFactory(), UserFactory()
        follow_path(learner_id=learner.id, path_id=path.id)
        follow_path(learner_id=learner.id, path_id=path.id)
        assert [found.path.id for found in followed_journeys(learner.id)] == [path.id]
        assert followed_journeys(other.id) == ()
        leave_path(learner_id=other.id, path_id=path.id)
        assert FollowedPath.objects.count() == 1
        leave_path(learner_id=learner.id, path_id=path.id)
        assert FollowedPath.objects.count() == 0


def test_a_draft_is_followed_by_nobody() -> None:
    with in_public():
        path, learner = make_path(published=False), UserFactory()
        with pytest.raises(Missing):
            follow_path(learner_id=learner.id, path_id=path.id)
        assert FollowedPath.objects.count() == 0


def test_a_path_that_was_hidden_is_not_shown_among_the_goals() -> None:
    with in_public():
        path, learner = make_path(make_published_course()), UserFactory()
        follow_path(learner_id=learner.id, path_id=path.id)
        hide_path(path_id=path.id, actor=learner)
        assert followed_journeys(learner.id) == ()
        assert FollowedPath.objects.count() == 1


@pytest.mark.parametrize("count", [1, 30])
def test_goals_take_five_queries_however_many(
    django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    with in_public():
        learner = UserFactory()
        for _ in range(count):
            path = make_path(make_published_course(modules=1, lessons=1))
            follow_path(learner_id=learner.id, path_id=path.id)
        with django_assert_num_queries(5):
            assert len(followed_journeys(learner.id)) == count


def test_the_next_course_of_a_path_is_recommended_first_and_says_why() -> None:
    with in_public():
        make_published_course(title="Another")
        first, second = make_published_course(), make_published_course()
        path, learner = make_path(first, second, title="First job"), UserFactory()
        assert recommendations_for(learner.id) == ()
        follow_path(learner_id=learner.id, path_id=path.id)
        best = recommendations_for(learner.id)[0]
        assert best.card.id == first.id
        assert best.reasons[0] == "Next on your path “First job”."
        study(first.id, learner.id)
        assert recommendations_for(learner.id)[0].card.id == second.id


def test_goals_follow_the_account_that_is_kept() -> None:
    with in_public():
        gone, kept = UserFactory(), UserFactory()
        both, own = make_path(make_published_course()), make_path(make_published_course())
        for learner, path in ((gone, both), (kept, both), (gone, own)):
            follow_path(learner_id=learner.id, path_id=path.id)
        on_people_merged(PeopleMerged(gone_id=gone.id, kept_id=kept.id))
        assert {found.path.id for found in followed_journeys(kept.id)} == {both.id, own.id}
        assert not FollowedPath.objects.filter(learner_id=gone.id).exists()
