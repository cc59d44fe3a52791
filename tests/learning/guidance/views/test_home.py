"""A learner's home: one next step, counts that agree with their lists, nothing that is not so."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from learning.delivery.api import complete_lesson
from learning.guidance.selectors.known import known_of
from learning.guidance.selectors.profile import profile_of
from learning.guidance.selectors.skill_check import abilities_of, results_of, standing_of
from learning.guidance.services.profile import save_step
from learning.guidance.services.skill_check import begin_check
from tenants.kernel.clock import frozen
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.catalogue import make_published_course
from tests.factories.delivery import course_of, enrolled_in, lesson_ids
from tests.factories.enterprise import DepartmentFactory, make_assignment, make_member
from tests.factories.guidance import take_check

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)


def page_of(browser: Client, path: str = "/learn/") -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("courses", [1, 30])
def test_a_company_s_home_asks_the_same_number_of_questions(
    acme: TenantInfo,
    browser_of: Browser,
    django_assert_num_queries: DjangoAssertNumQueries,
    courses: int,
) -> None:
    with in_tenant(acme):
        north = DepartmentFactory()
        person = make_member(north)
        for _n in range(courses):
            make_assignment(north, course=make_published_course(modules=2, lessons=2))
        take_check(person.id)
    browser = browser_of(acme, person)
    for path in ("/", "/learn/"):
        browser.get(path)
        # Twelve, and the savepoint that a request is inside a test.
        with in_tenant(acme), django_assert_num_queries(14):
            page_of(browser, path)


@pytest.mark.parametrize("courses", [1, 30])
def test_the_public_home_asks_the_same_number_of_questions(
    db: None,
    public: TenantInfo,
    browser_of: Browser,
    django_assert_num_queries: DjangoAssertNumQueries,
    courses: int,
) -> None:
    with in_tenant(public):
        person = UserFactory()
        for _n in range(courses):
            enrolled_in(make_published_course(modules=2, lessons=2), person)
    browser = browser_of(public, person)
    browser.get("/learn/")
    # Twelve, two of them for career paths, and the savepoint.
    with in_tenant(public), django_assert_num_queries(14):
        page = page_of(browser)
    assert "Coming up" not in page


def test_counts_agree_with_the_lists_they_lead_to(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        person = UserFactory()
        for n in range(8):
            info = enrolled_in(course_of("text", title=f"Course {n}"), person)
            if n < 3:
                complete_lesson(enrolment_id=info.id, lesson_id=lesson_ids(info)[0])
    browser = browser_of(acme, person)
    page = page_of(browser)
    counts = re.findall(r'<b class="num">(\d+)</b>(In progress|Completed)', page)
    assert counts == [("5", "In progress"), ("3", "Completed")]
    for show, count in (("", 5), ("completed", 3)):
        listed = page_of(browser, f"/learn/courses/?show={show}")
        assert len(set(re.findall(r"Course \d", listed))) == count
    assert page.count("btn primary big") == 1
    assert "3 certificates" in page


def test_the_streak_is_said_as_it_is(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        person = UserFactory()
        info = enrolled_in(course_of(*["text"] * 5), person)
        for n, lesson in enumerate(lesson_ids(info)[:3]):
            with frozen(NOW - timedelta(days=3 - n)):
                complete_lesson(enrolment_id=info.id, lesson_id=lesson)
    browser = browser_of(acme, person)
    with frozen(NOW):
        assert "One lesson today makes 4 days." in page_of(browser)
    with frozen(NOW + timedelta(days=1)):
        page = page_of(browser)
        assert "A lesson today begins a streak." in page
        assert "Your longest was 3 days." in page


def test_somebody_new_is_not_told_of_a_streak(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        person = UserFactory()
    page = page_of(browser_of(acme, person))
    assert 'class="streak"' not in page
    assert 'class="radar"' not in page
    assert "Where do you want to get to?" in page


def test_skills_now_and_before_with_their_table(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        person = UserFactory()
        with frozen(NOW - timedelta(days=40)):
            take_check(person.id, right=False)
        with frozen(NOW):
            take_check(person.id, right=True)
    page = page_of(browser_of(acme, person))
    assert 'class="want"' in page
    assert page.count('<td class="num">67</td>') == 6
    assert page.count('<td class="num">33</td>') == 6
    assert page.count("+34") == 6


def test_one_query_knows_what_five_did(
    acme: TenantInfo, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with in_tenant(acme):
        who = UserFactory().id
        assert (known_of(who).profile, known_of(who).standing) == (
            profile_of(who),
            standing_of(who),
        )
        save_step(learner_id=who, step="goal", answers={"goal": "role", "wanted_role": "Head"})
        with frozen(NOW - timedelta(days=70)):
            take_check(who, right=False)
        with frozen(NOW - timedelta(days=35)):
            take_check(who, right=True)
        begin_check(learner_id=who, language="en")
        with django_assert_num_queries(1):
            known = known_of(who)
        assert known.profile == profile_of(who)
        assert known.standing == standing_of(who)
        assert known.latest is not None
        assert known.latest.abilities == abilities_of(who)
        assert [one.finished_at for one in reversed(known.checks)] == [
            one.finished_at for one in results_of(who)
        ]
