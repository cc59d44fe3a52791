"""An instructor's home: their own courses alone, counted as they are."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from learning.delivery.api import complete_lesson
from tenants.accounts.enums import Role
from tenants.accounts.models import User
from tenants.kernel.clock import frozen
from tenants.schemas import PUBLIC, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.delivery import course_of, enrolled_in, lesson_ids

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)


def instructor() -> User:
    who: User = UserFactory(roles=[Role.INSTRUCTOR])
    return who


def page_of(browser: Client, query: str = "") -> str:
    answer = browser.get(f"/teach/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_learners_lessons_and_only_ones_own(browser_of: Browser) -> None:
    with in_tenant(PUBLIC):
        who = instructor()
        mine = course_of("text", "text", title="My course", owner=who)
        other = course_of("text", title="Of another")
        with frozen(NOW - timedelta(days=60)):
            enrolled_in(mine)
        with frozen(NOW):
            info = enrolled_in(mine)
            complete_lesson(enrolment_id=info.id, lesson_id=lesson_ids(info)[0])
            enrolled_in(other)
    with frozen(NOW):
        browser = browser_of(PUBLIC, who)
        page = page_of(browser)
        assert '<b class="num">1</b>learners active' in page
        assert '<b class="num">1</b>joined a course' in page
        assert "Of 2 learners, so many finished each lesson" in page
        assert "1 done, 1 opened" in page
        assert "0 done, 0 opened" in page
        assert "Of another" not in page
        assert "Of another" not in page_of(browser, f"?course={other.id}")
        assert page_of(browser, "?course=nonsense").count("My course") == page.count("My course")


@pytest.mark.parametrize("courses", [1, 30])
def test_it_asks_the_same_number_of_questions(
    browser_of: Browser, django_assert_num_queries: DjangoAssertNumQueries, courses: int
) -> None:
    with in_tenant(PUBLIC):
        who = instructor()
        for _n in range(courses):
            enrolled_in(course_of("text", owner=who))
    browser = browser_of(PUBLIC, who)
    page_of(browser)
    with in_tenant(PUBLIC), django_assert_num_queries(12):
        page_of(browser)
