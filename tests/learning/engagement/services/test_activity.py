"""What is written down when somebody learns, on which day, and once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction

from learning.assessment.api import start_attempt, submit_attempt
from learning.delivery.api import complete_lesson, open_lesson, record_watch
from learning.engagement.models import ActivityDay, Goal, TimelineEntry
from learning.engagement.selectors.activity import (
    engagement_of,
    people_active,
    people_active_by_week,
)
from learning.engagement.selectors.timeline import latest_lines
from learning.engagement.services.activity import note_activity
from learning.engagement.services.goal import GoalTerms, set_goal
from tenants.accounts.events import PeopleMerged
from tenants.kernel.clock import frozen as frozen_at
from tenants.kernel.events import publish
from tenants.notify.models import PersonRules
from tenants.schemas import TenantInfo, in_tenant
from tests import database
from tests.factories.accounts import UserFactory
from tests.factories.assessment import (
    frozen,
    make_quiz_course,
    right_answers,
    single,
    wrong_answers,
)
from tests.factories.delivery import course_of, enrolled_in, lesson_ids
from tests.factories.guidance import take_check

LATE = datetime(2026, 11, 24, 18, 29, tzinfo=UTC)  # 23:59 in India


def rows(person: object) -> list[tuple[date, int, int, int]]:
    return list(
        ActivityDay.objects.filter(learner=person)
        .order_by("day")
        .values_list("day", "lessons", "quizzes", "milliseconds")
    )


@pytest.mark.django_db
def test_a_lesson_counts_on_the_learners_own_day(acme: TenantInfo) -> None:
    with in_tenant(acme):
        person = UserFactory()
        info = enrolled_in(course_of("text", "text", title="Cold calls"), person)
        first, second = lesson_ids(info)
        with frozen_at(LATE):
            complete_lesson(enrolment_id=info.id, lesson_id=first)
            complete_lesson(enrolment_id=info.id, lesson_id=first)
        with frozen_at(LATE + timedelta(minutes=1)):
            complete_lesson(enrolment_id=info.id, lesson_id=second)
        assert rows(person) == [
            (date(2026, 11, 24), 1, 0, 60_000),
            (date(2026, 11, 25), 1, 0, 60_000),
        ]
        lines = TimelineEntry.objects.filter(learner=person).order_by("at", "kind")
        assert [(row.kind, row.source_id) for row in lines] == [
            ("lesson", first),
            ("course", info.course_id),
            ("lesson", second),
        ]


@pytest.mark.django_db
def test_each_quiz_handed_in_counts_once_and_the_first_pass_is_the_lessons(
    acme: TenantInfo,
) -> None:
    with in_tenant(acme):
        person = UserFactory()
        course, lesson = make_quiz_course([single(), single()], pass_percent=50, max_attempts=0)
        info = enrolled_in(course, person)
        quiz = frozen(info, lesson)
        half = {**right_answers(quiz), **dict(list(wrong_answers(quiz).items())[:1])}
        found = []
        for minute, answers in enumerate((wrong_answers(quiz), half, right_answers(quiz))):
            with frozen_at(LATE - timedelta(minutes=9 - minute)):
                attempt = start_attempt(enrolment_id=info.id, lesson_id=lesson)
                submit_attempt(attempt_id=attempt, enrolment_id=info.id, answers=answers)
            ((_, lessons, quizzes, _ms),) = rows(person)
            lines = TimelineEntry.objects.filter(learner=person, kind="quiz")
            found.append((lessons, quizzes, list(lines.values_list("number", flat=True))))
        assert found == [(0, 1, []), (1, 2, [50]), (1, 3, [50])]
        # Above the lesson that ended it stands the course, though both came in one moment.
        latest = [line.kind for line in latest_lines(person.id, most=2)]
        assert latest == ["course", "quiz"]


@pytest.mark.django_db
def test_who_lives_elsewhere_has_another_day(acme: TenantInfo) -> None:
    with in_tenant(acme):
        person = UserFactory()
        PersonRules.objects.create(user=person, time_zone="America/New_York")
        note_activity(learner_id=person.id, at=LATE + timedelta(minutes=1), lessons=1)
        assert rows(person) == [(date(2026, 11, 24), 1, 0, 0)]


@pytest.mark.django_db
def test_what_is_watched_counts_once(acme: TenantInfo) -> None:
    with in_tenant(acme):
        person = UserFactory()
        info = enrolled_in(course_of("video"), person)
        lesson = lesson_ids(info)[0]
        with frozen_at(LATE - timedelta(minutes=5)):
            open_lesson(
                enrolment_id=info.id, lesson_id=lesson, kind="video", is_new=True, is_current=False
            )
        with frozen_at(LATE):
            for _again in range(2):
                record_watch(
                    enrolment_id=info.id, lesson_id=lesson, ranges=[(0, 20_000)], position_ms=0
                )
        assert rows(person) == [(date(2026, 11, 24), 0, 0, 20_000)]


@pytest.mark.django_db
def test_a_skill_check_is_learning_too(acme: TenantInfo) -> None:
    with in_tenant(acme):
        person = UserFactory()
        take_check(person.id)
        assert [row[1:] for row in rows(person)] == [(0, 1, 0)]
        assert TimelineEntry.objects.get(learner=person).kind == "check"


@pytest.mark.django_db
def test_a_weekly_goal_is_noted_once_in_its_week(acme: TenantInfo) -> None:
    with in_tenant(acme):
        person = UserFactory()
        with frozen_at(LATE):
            set_goal(learner_id=person.id, terms=GoalTerms(kind="lessons", target=2))  # type: ignore[arg-type]
        for n in (0, 0, 0, 7, 7):
            note_activity(learner_id=person.id, at=LATE + timedelta(days=n), lessons=1)
        lines = TimelineEntry.objects.filter(learner=person, kind="goal").order_by("at")
        assert [(row.at, row.title, row.number) for row in lines] == [
            (LATE, "lessons", 2),
            (LATE + timedelta(days=7), "lessons", 2),
        ]


@pytest.mark.django_db
def test_days_and_goals_come_in_one_query(
    acme: TenantInfo, django_assert_num_queries: object
) -> None:
    with in_tenant(acme):
        person = UserFactory()
        for n in range(30):
            note_activity(learner_id=person.id, at=LATE - timedelta(days=n), lessons=1)
        set_goal(learner_id=person.id, terms=GoalTerms(kind="minutes", target=30))  # type: ignore[arg-type]
        with django_assert_num_queries(1):  # type: ignore[operator]
            found = engagement_of(person.id)
        assert found.streak(today=date(2026, 11, 25)).length == 30
        assert [(goal.kind, goal.target) for goal in found.goals] == [("minutes", 30)]


@pytest.mark.django_db
def test_active_people_are_counted_once_and_only_while_they_are_here(acme: TenantInfo) -> None:
    with in_tenant(acme):
        for person in (UserFactory(), UserFactory(), UserFactory(is_active=False)):
            for n in (0, 1, 8):
                note_activity(learner_id=person.id, at=LATE - timedelta(days=n), lessons=1)
        day = date(2026, 11, 24)
        assert people_active(since=day - timedelta(days=6), until=day) == 2
        assert people_active_by_week(since=date(2026, 11, 9)) == {
            date(2026, 11, 16): 2,
            date(2026, 11, 23): 2,
        }


@pytest.mark.django_db
def test_merging_two_accounts_loses_nothing_and_doubles_nothing(acme: TenantInfo) -> None:
    with in_tenant(acme), transaction.atomic():
        kept, gone = UserFactory(), UserFactory()
        for person in (kept, gone):
            note_activity(learner_id=person.id, at=LATE, lessons=1, milliseconds=10)
            set_goal(learner_id=person.id, terms=GoalTerms(kind="lessons", target=3))  # type: ignore[arg-type]
        note_activity(learner_id=gone.id, at=LATE - timedelta(days=1), quizzes=1)
        publish(PeopleMerged(kept_id=kept.id, gone_id=gone.id))
        assert rows(kept) == [(date(2026, 11, 23), 0, 1, 0), (date(2026, 11, 24), 2, 0, 20)]
        assert rows(gone) == []
        assert Goal.objects.filter(learner=kept, archived_at__isnull=True).count() == 1
        assert Goal.objects.filter(learner=kept).count() == 2


@pytest.mark.usefixtures("committed")
def test_many_first_things_of_a_day_at_once_all_count() -> None:
    acme = database.company("acme")
    with in_tenant(acme):
        person = UserFactory().id

    def learn(_n: int) -> None:
        with in_tenant(acme), transaction.atomic():
            note_activity(learner_id=person, at=LATE, lessons=1)
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(learn, range(12)))
    with in_tenant(acme):
        assert ActivityDay.objects.get(learner_id=person).lessons == 12
