"""Career paths on the public site: the map, one's own way, goals; drafts are nobody's."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from learning.delivery.api import enrol_learner
from learning.guidance.models import FollowedPath
from tenants.schemas import PUBLIC, in_public
from tests.factories.accounts import UserFactory
from tests.factories.catalogue import make_path, make_published_course

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_takes_as_many_queries_for_many(
    browser_of: Browser, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    with in_public():
        for number in range(count):
            make_path(make_published_course(), title=f"Way {number:02d}")
    browser = browser_of(PUBLIC)
    with django_assert_num_queries(LIST_QUERIES):
        page = browser.get("/paths/").content.decode()
    assert page.count('<ol class="journey"') == count


LIST_QUERIES = 6
PATH_QUERIES = 11


@pytest.mark.parametrize("count", [1, 30])
def test_a_learners_page_takes_as_many_queries_for_many(
    browser_of: Browser, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    with in_public():
        courses = [make_published_course(modules=1, lessons=1) for _ in range(count)]
        path, learner = make_path(*courses), UserFactory()
        enrol_learner(course_id=courses[0].id, learner_id=learner.id)
    browser = browser_of(PUBLIC, learner)
    browser.get("/account/")
    with django_assert_num_queries(PATH_QUERIES):
        page = browser.get(f"/paths/{path.slug}/").content.decode()
    assert page.count('<li id="step-') == count
    assert "You are here" in page


def test_the_readers_language_comes_first(browser_of: Browser) -> None:
    with in_public():
        make_path(make_published_course(), title="First job")
        make_path(make_published_course(), title="पहली जॉब", language="hi")
    browser = browser_of(PUBLIC)
    for query, shown, not_shown in (
        ("", "First job", "पहली जॉब"),
        ("?lang=hi", "पहली जॉब", "First job"),
        ("?lang=ta", "First job", "पहली जॉब"),
        ("?language=hi", "पहली जॉब", "First job"),
        ("?language=nonsense", "First job", "पहली जॉब"),
    ):
        page = browser.get(f"/paths/{query}").content.decode()
        assert shown in page, query
        assert not_shown not in page, query


def test_without_a_path_the_page_leads_to_the_courses(browser_of: Browser) -> None:
    page = browser_of(PUBLIC).get("/paths/").content.decode()
    assert "No path is published yet" in page


@pytest.mark.parametrize("slug", ["nowhere", "draft", "x" * 200])
def test_what_is_not_published_is_not_there(browser_of: Browser, slug: str) -> None:
    with in_public():
        make_path(make_published_course(), published=False, slug="draft")
        learner = UserFactory()
    for browser in (browser_of(PUBLIC), browser_of(PUBLIC, learner)):
        assert browser.get(f"/paths/{slug}/").status_code == 404
    assert browser.post(f"/paths/{slug}/follow/").status_code == 404
    with in_public():
        assert FollowedPath.objects.count() == 0


def test_a_path_whose_courses_are_all_gone_says_so(browser_of: Browser) -> None:
    with in_public():
        path, learner = make_path(title="Empty"), UserFactory()
    for browser in (browser_of(PUBLIC), browser_of(PUBLIC, learner)):
        answer = browser.get(f"/paths/{path.slug}/")
        assert answer.status_code == 200
        assert "0 courses" in answer.content.decode()


def test_a_goal_is_set_and_left(browser_of: Browser) -> None:
    with in_public():
        path, learner = make_path(make_published_course()), UserFactory()
    browser, address = browser_of(PUBLIC, learner), f"/paths/{path.slug}/"
    assert browser.get(f"{address}follow/").status_code == 405
    assert browser.post(f"{address}follow/")["Location"] == address
    assert "Stop following" in browser.get(address).content.decode()
    assert "You follow it" in browser.get("/paths/").content.decode()
    left = browser.post(f"{address}leave/", follow=True).content.decode()
    assert "Make it my goal" in left
    assert f"{address}follow/" in left
    with in_public():
        assert FollowedPath.objects.count() == 0


def test_a_guest_is_asked_to_sign_in_first(browser_of: Browser) -> None:
    with in_public():
        path = make_path(make_published_course())
    browser = browser_of(PUBLIC)
    for act in ("follow", "leave"):
        answer = browser.post(f"/paths/{path.slug}/{act}/")
        assert answer.status_code == 302
        assert answer["Location"].startswith("/account/login/")
    page = browser.get(f"/paths/{path.slug}/").content.decode()
    assert "Make it my goal" not in page
    with in_public():
        assert FollowedPath.objects.count() == 0


def test_what_authors_write_runs_nowhere(browser_of: Browser) -> None:
    bad = "<script>alert(1)</script>"
    with in_public():
        path = make_path(
            make_published_course(title=bad), title=bad, summary=bad, description_md=f"# A\n\n{bad}"
        )
    for address in (f"/paths/{path.slug}/", "/paths/", "/"):
        assert bad not in browser_of(PUBLIC).get(address).content.decode()
