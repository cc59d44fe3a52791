"""An instructor's home: their own courses alone, counted as they are."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from learning.catalogue.api import Rating
from learning.delivery.api import complete_lesson
from learning.delivery.services.review_moderation import decide_on_review
from learning.delivery.services.review_reply import reply_to_review
from public_site.selectors.teaching import MOST_SAID, Teaching, teaching_of
from tenants.accounts.enums import Role
from tenants.accounts.models import User
from tenants.kernel.clock import frozen
from tenants.schemas import PUBLIC, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.delivery import course_of, enrolled_in, lesson_ids
from tests.factories.review import make_review

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


def read(who: User) -> Teaching:
    return teaching_of(who.id, wanted=None, now=NOW)


def test_the_rating_is_of_all_ones_courses_each_review_counted_once(browser_of: Browser) -> None:
    with in_tenant(PUBLIC):
        who, other = instructor(), instructor()
        one, two = course_of("text", owner=who), course_of("text", owner=who)
        course_of("text", owner=who, title="Nobody reviewed it")
        with frozen(NOW - timedelta(days=60)):
            make_review(one, stars=5)
            make_review(one, stars=5, text="")
        with frozen(NOW):
            make_review(one, stars=4)
            make_review(two, stars=1)
            hidden = make_review(two, stars=1, text="Buy at my shop")
            make_review(course_of("text", owner=other), stars=2, text="Of the other")
            staff = UserFactory(roles=[Role.STAFF])
            decide_on_review(review_id=hidden.id, hide=True, reason="An ad.", actor=staff)
        found = read(who)
        assert found.rating == Rating(4, 15, (1, 0, 0, 1, 2))
        assert (found.rating.average, found.feedback.came, found.feedback.waiting) == (3.8, 2, 3)
        assert [row.card.rating.count for row in found.courses if row.card] == [3, 1, 0]
        assert read(other).rating == Rating(1, 2, (0, 1, 0, 0, 0))
    with frozen(NOW):
        page = page_of(browser_of(PUBLIC, who))
    assert '<b class="num">3.8</b>from 4 ratings' in page
    assert "2 of them this month" in page
    assert "3 reviews wait for your answer" in page
    assert page.count("None yet") == 1
    assert "Buy at my shop" not in page
    assert "Of the other" not in page


def test_the_latest_words_lead_to_their_answer(browser_of: Browser) -> None:
    with in_tenant(PUBLIC):
        who = instructor()
        course = course_of("text", owner=who, title="Selling tiles")
        learner = UserFactory(name="Asha Rao")
        with frozen(NOW - timedelta(days=3)):
            older = make_review(course, learner, text="<b>Old</b>", signature="initials")
        with frozen(NOW):
            newer = make_review(course, text="New words", signature="nobody")
            reply_to_review(review_id=newer.id, text="Thank you.", actor=who)
        said = read(who).said
        assert [(one.card.title, one.review.id) for one in said] == [
            ("Selling tiles", older.id),
            ("Selling tiles", newer.id),
        ]
    browser = browser_of(PUBLIC, who)
    page = page_of(browser)
    assert "1 review waits for your answer" in page
    assert "&lt;b&gt;Old&lt;/b&gt;" in page
    assert "<b>AR</b>" in page
    assert "Asha Rao" not in page
    assert page.index("Old") < page.index("New words")
    assert f"/learn/{course.id}/reviews/" in page
    for review in (older, newer):
        assert f'href="/reviews/{review.id}/reply/"' in page
        assert browser.get(f"/reviews/{review.id}/reply/").status_code == 200
        denied = browser_of(PUBLIC, _other_instructor()).get(f"/reviews/{review.id}/reply/")
        assert denied.status_code == 403


def _other_instructor() -> User:
    with in_tenant(PUBLIC):
        return instructor()


def test_without_reviews_nothing_is_invented(browser_of: Browser) -> None:
    with in_tenant(PUBLIC):
        who = instructor()
        course = course_of("text", owner=who)
    browser = browser_of(PUBLIC, who)
    page = page_of(browser)
    assert '<b class="num">–</b>No reviews yet' in page
    assert "Whoever has finished a fifth of the lessons can write the first." in page
    assert "for your answer" not in page
    with in_tenant(PUBLIC):
        make_review(course, stars=4, text="")
    page = page_of(browser)
    assert '<b class="num">4.0</b>from 1 rating<' in page
    assert "Stars, but no words yet" in page


@pytest.mark.parametrize("count", [1, 30])
def test_it_asks_the_same_number_of_questions(
    browser_of: Browser, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    with in_tenant(PUBLIC):
        who = instructor()
        for _number in range(count):
            make_review(course_of("text", owner=who))
        course = course_of("text", owner=who)
        for _number in range(count):
            make_review(course)
    browser = browser_of(PUBLIC, who)
    shown = page_of(browser).count("/reply/")
    assert shown == min(2 * count, MOST_SAID)
    # Two of them are about reviews: their counts, and the latest.
    with in_tenant(PUBLIC), django_assert_num_queries(14):
        page_of(browser)
