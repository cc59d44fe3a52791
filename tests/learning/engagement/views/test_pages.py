"""Pages of the timeline and of goals."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from learning.engagement.enums import GoalKind
from learning.engagement.models import Goal
from learning.engagement.services.goal import GoalTerms, set_goal
from learning.engagement.services.timeline import add_line
from tenants.kernel.clock import now
from tenants.kernel.ids import uuid7
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.delivery import course_of, enrolled_in

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
AT = datetime(2026, 11, 24, 10, tzinfo=UTC)


@pytest.mark.parametrize("lines", [1, 30])
def test_the_timeline_asks_the_same_number_of_questions(
    acme: TenantInfo,
    browser_of: Browser,
    django_assert_num_queries: DjangoAssertNumQueries,
    lines: int,
) -> None:
    with in_tenant(acme):
        person = UserFactory()
        for n in range(lines):
            add_line(
                learner_id=person.id,
                at=AT - timedelta(hours=n),
                kind="lesson" if n % 2 else "quiz",  # type: ignore[arg-type]
                source_id=uuid7(),
                title=f"Thing {n}",
                course_title="Cold calls",
                number=None if n % 2 else 80,
            )
    browser = browser_of(acme, person)
    browser.get("/learn/timeline/")
    # Four of the frame, two of the page, and the savepoint that a request is inside a test.
    with in_tenant(acme), django_assert_num_queries(8):
        page = browser.get("/learn/timeline/").content.decode()
    assert page.count("Thing ") == lines
    assert "Cold calls · 80%" in page


def test_the_timeline_by_kind_and_page(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        person, other = UserFactory(), UserFactory()
        for n in range(31):
            add_line(
                learner_id=person.id,
                at=AT - timedelta(hours=n),
                kind="lesson",  # type: ignore[arg-type]
                source_id=uuid7(),
                title=f"Thing {n:02d}",
            )
        add_line(learner_id=other.id, at=AT, kind="lesson", source_id=uuid7(), title="Of another")  # type: ignore[arg-type]
    browser = browser_of(acme, person)

    def shown(query: str) -> str:
        answer = browser.get(f"/learn/timeline/{query}")
        assert answer.status_code == 200
        return answer.content.decode()

    assert "Thing 30" not in shown("")
    assert "Thing 30" in shown("?page=2")
    assert "Thing 30" in shown("?page=99999")
    assert "Thing 00" in shown("?kind=nonsense&page=x")
    assert "Nothing of this kind yet" in shown("?kind=course")
    assert "Of another" not in shown("")


def test_nothing_done_says_so(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        person = UserFactory()
    assert "Nothing done yet" in browser_of(acme, person).get("/learn/timeline/").content.decode()


def test_a_goal_is_set_changed_put_away_and_taken_out_again(
    acme: TenantInfo, browser_of: Browser
) -> None:
    with in_tenant(acme):
        person = UserFactory()
    browser = browser_of(acme, person)
    assert "No goal yet" in browser.get("/learn/goals/").content.decode()
    answer = browser.post("/learn/goals/new/", {"kind": "lessons", "target": "4", "why": "Exam"})
    assert (answer.status_code, answer["Location"]) == (302, "/learn/goals/")
    with in_tenant(acme):
        goal = Goal.objects.get(learner=person)
    page = browser.get("/learn/goals/").content.decode()
    assert "4 lessons a week" in page
    assert "0 of 4 lessons this week" in page
    browser.post(f"/learn/goals/{goal.id}/", {"target": "6", "why": ""})
    assert "6 lessons a week" in browser.get("/learn/goals/").content.decode()
    page = browser.post(f"/learn/goals/{goal.id}/archive/", follow=True).content.decode()
    assert f'action="/learn/goals/{goal.id}/restore/"' in page
    page = browser.post(f"/learn/goals/{goal.id}/restore/", follow=True).content.decode()
    assert "0 of 6 lessons this week" in page


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "This field is required."),
        ({"kind": "lessons"}, "Choose a number from 1 to 200."),
        ({"kind": "lessons", "target": "1e9"}, "Enter a whole number."),
        ({"kind": "course"}, "Choose a course that you are in"),
        ({"kind": "course", "course": "nonsense"}, "Select a valid choice"),
        ({"kind": "course", "due_on": "31/31/31"}, "Enter a valid date."),
        ({"kind": "fame"}, "Select a valid choice"),
    ],
)
def test_nonsense_is_refused_beside_its_field(
    acme: TenantInfo, browser_of: Browser, sent: dict[str, str], said: str
) -> None:
    with in_tenant(acme):
        person = UserFactory()
    answer = browser_of(acme, person).post("/learn/goals/new/", sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    with in_tenant(acme):
        assert not Goal.objects.exists()


def test_anothers_goal_is_not_there(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        person = UserFactory()
        terms = GoalTerms(kind=GoalKind.WEEKLY_LESSONS, target=3)
        goal = set_goal(learner_id=UserFactory().id, terms=terms)
    browser = browser_of(acme, person)
    assert browser.get(f"/learn/goals/{goal}/").status_code == 404
    for act in ("", "archive/", "restore/"):
        assert browser.post(f"/learn/goals/{goal}/{act}", {"target": 9}).status_code == 404
    with in_tenant(acme):
        row = Goal.objects.get()
        assert (row.target, row.archived_at) == (3, None)


@pytest.mark.parametrize("courses", [1, 30])
def test_goals_ask_the_same_number_of_questions(
    acme: TenantInfo,
    browser_of: Browser,
    django_assert_num_queries: DjangoAssertNumQueries,
    courses: int,
) -> None:
    with in_tenant(acme):
        person = UserFactory()
        # Tomorrow: in India a day has begun while the clock of the world shows the one before.
        due_on = now().date() + timedelta(days=1)
        for _n in range(courses):
            info = enrolled_in(course_of("text"), person)
            terms = GoalTerms(kind=GoalKind.FINISH_COURSE, course_id=info.course_id, due_on=due_on)
            set_goal(learner_id=person.id, terms=terms)
    browser = browser_of(acme, person)
    browser.get("/learn/goals/")
    # Four of the frame, four of the page, and the savepoint that a request is inside a test.
    with in_tenant(acme), django_assert_num_queries(10):
        assert browser.get("/learn/goals/").status_code == 200
