"""What comes next."""

from datetime import UTC, datetime

import pytest

from learning.delivery.api import complete_lesson, learner_summary, next_step, open_lesson
from learning.delivery.selectors.progress import LessonRow, upcoming
from tenants.kernel import clock
from tenants.kernel.ids import uuid7
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.delivery import course_of, enrolled_in, lesson_ids


def lesson(state: str) -> LessonRow:
    return LessonRow(uuid7(), "A lesson", "text", 5, state, 0, 0)


def test_the_current_lesson_comes_first_then_what_follows_then_what_was_skipped() -> None:
    done, skipped, current, after = (
        lesson("completed"),
        lesson(""),
        lesson("started"),
        lesson(""),
    )
    rows = [done, skipped, current, after]
    assert upcoming(rows, current.id) == current
    assert upcoming(rows, None) == skipped
    assert upcoming(rows, done.id) == skipped
    finished = [done, skipped, lesson("completed"), lesson("completed")]
    assert upcoming(finished, finished[3].id) == skipped
    assert upcoming([done], done.id) is None


@pytest.mark.django_db
def test_what_was_worked_on_last_comes_first_unless_something_is_urgent(acme: TenantInfo) -> None:
    with in_tenant(acme):
        person = UserFactory()
        old, new = (enrolled_in(course_of("text", "text"), person) for _n in range(2))
        with clock.frozen(datetime(2030, 1, 1, tzinfo=UTC)):
            open_lesson(
                enrolment_id=old.id,
                lesson_id=lesson_ids(old)[1],
                kind="text",
                is_new=True,
                is_current=False,
            )
        step = next_step(person.id)
        assert step is not None
        assert (step.course_id, step.lesson_id) == (old.course_id, lesson_ids(old)[1])
        assert step.why == "You began this lesson and have not finished it."
        urgent = next_step(person.id, first=[new.course_id])
        assert urgent is not None
        assert (urgent.course_id, urgent.lesson_id) == (new.course_id, lesson_ids(new)[0])


@pytest.mark.django_db
def test_nothing_is_next_when_all_is_done(acme: TenantInfo) -> None:
    with in_tenant(acme):
        info = enrolled_in(course_of("text"))
        complete_lesson(enrolment_id=info.id, lesson_id=lesson_ids(info)[0])
        assert next_step(info.learner_id) is None
        summary = learner_summary(info.learner_id)
        assert (summary.active, summary.completed, summary.lessons_done) == (0, 1, 1)
