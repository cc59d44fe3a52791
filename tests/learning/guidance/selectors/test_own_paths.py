"""A learner's paths as their home reads them: the same as the paths' own pages, in two queries."""

from collections.abc import Sequence
from uuid import UUID

import pytest
from pytest_django import DjangoAssertNumQueries

from learning.catalogue.api import hide_path, newest_cards
from learning.delivery.api import enrol_learner, enrolments_of, mark_text_done, withdraw_learner
from learning.guidance.api import Journey, follow_path, followed_journeys
from learning.guidance.selectors.own_paths import OwnPaths, followed_by, own_paths
from learning.guidance.selectors.profile import ProfileInfo
from learning.guidance.selectors.recommendation import next_on_paths
from tenants.schemas import in_public
from tests.factories.accounts import UserFactory
from tests.factories.catalogue import make_path, make_published_course
from tests.factories.delivery import lesson_ids

pytestmark = pytest.mark.django_db


def finish(course_id: UUID, learner_id: UUID) -> None:
    enrolment = enrol_learner(course_id=course_id, learner_id=learner_id, source="self")
    for lesson in lesson_ids(enrolment):
        mark_text_done(enrolment_id=enrolment.id, lesson_id=lesson)


def read(learner_id: UUID, **told: str) -> tuple[OwnPaths, tuple[Journey, ...]]:
    followed = followed_by(learner_id)
    cards = {card.id: card for card in newest_cards(0, also=followed.course_ids)}
    enrolments = {one.course_id: one for one in enrolments_of(learner_id)}
    journeys = followed.journeys(cards, enrolments)
    return own_paths(followed, journeys, profile=ProfileInfo(**told)), journeys  # type: ignore[arg-type]


def facts(journeys: Sequence[Journey]) -> list[tuple[object, ...]]:
    return [
        (
            one.path.id,
            one.followed_since,
            [(step.step.id, step.step.number, step.state, step.done) for step in one.steps],
            (one.courses_done, one.courses_total, one.seconds_left),
            one.next_course and (one.next_course.card.id, one.next_course.is_begun),
        )
        for one in journeys
    ]


def test_it_says_what_the_goals_say() -> None:
    with in_public():
        learner, other = UserFactory(), UserFactory()
        first, second, third, left = (make_published_course() for _ in range(4))
        hidden = make_path(first)
        for path in (make_path(first, second, third), make_path(left), make_path(), hidden):
            follow_path(learner_id=learner.id, path_id=path.id)
        follow_path(learner_id=other.id, path_id=make_path(third).id)
        hide_path(path_id=hidden.id, actor=learner)
        finish(first.id, learner.id)
        enrol_learner(course_id=second.id, learner_id=learner.id, source="self")
        gone = enrol_learner(course_id=left.id, learner_id=learner.id, source="self")
        withdraw_learner(enrolment_id=gone.id)
        _own, journeys = read(learner.id)
        assert facts(journeys) == facts(followed_journeys(learner.id))
    assert [
        (one.steps_done, one.current_step and one.current_step.step.number) for one in journeys
    ] == [
        (1, 2),
        (0, 1),
        (0, None),
    ]


@pytest.mark.parametrize("count", [0, 1, 30])
def test_two_queries_however_many(
    django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    with in_public():
        learner = UserFactory()
        for _ in range(count):
            path = make_path(make_published_course(modules=1, lessons=1))
            follow_path(learner_id=learner.id, path_id=path.id)
        with django_assert_num_queries(2):
            followed = followed_by(learner.id)
    assert len(followed.since) == len(followed.course_ids) == count


@pytest.mark.parametrize(
    ("level", "language", "offered"),
    [
        ("fresher", "en", ["mid en", "mid en too"]),
        ("fresher", "hi", ["mid hi"]),
        ("mid", "en", ["senior en"]),
        ("mid", "hi", []),
        ("senior", "en", []),
    ],
)
def test_what_is_done_leads_to_the_next_stage_in_its_language(
    level: str, language: str, offered: list[str]
) -> None:
    with in_public():
        learner, course = UserFactory(), make_published_course()
        for title in ("fresher en", "mid en", "mid hi", "mid en too", "mid en three", "senior en"):
            make_path(course, level=title.split()[0], language=title.split()[1], title=title)
        make_path(course, level="mid", title="draft", published=False)
        path = make_path(course, level=level, language=language)
        follow_path(learner_id=learner.id, path_id=path.id)
        finish(course.id, learner.id)
        own, (journey,) = read(learner.id)
    assert (own.mapped, own.others, own.waiting) == ((journey,), (), None)
    assert [link.title for link in own.offers] == offered


def test_what_is_followed_already_is_not_offered() -> None:
    with in_public():
        learner, course = UserFactory(), make_published_course()
        paths = [make_path(course, level=level) for level in ("fresher", "mid", "senior")]
        for path in paths[:2]:
            follow_path(learner_id=learner.id, path_id=path.id)
        finish(course.id, learner.id)
        own, (below, above) = read(learner.id)
    assert (own.mapped, own.others) == ((above,), (below,))
    assert [link.id for link in own.offers] == [paths[2].id]


def test_whoever_is_under_way_is_offered_nothing() -> None:
    with in_public():
        learner, (done, there) = UserFactory(), (make_published_course() for _ in range(2))
        finish(done.id, learner.id)
        for course in (done, there):
            path = make_path(course)
            follow_path(learner_id=learner.id, path_id=path.id)
        make_path(level="mid")
        own, (whole, begun) = read(learner.id, experience="fresher")
    assert (own.mapped, own.others, own.offers) == ((begun,), (whole,), ())
    assert own.waiting == begun


def test_of_two_paths_with_the_same_course_next_the_older_goal_is_named() -> None:
    with in_public():
        learner, course = UserFactory(), make_published_course()
        for title in ("First", "Second"):
            follow_path(learner_id=learner.id, path_id=make_path(course, title=title).id)
        _own, journeys = read(learner.id)
    assert next_on_paths(journeys) == {course.id: "First"}
