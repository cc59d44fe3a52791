"""Career paths on a learner's home: where they stand, what is next, nothing of what is not theirs."""

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client
from django.utils.html import strip_tags
from pytest_django import DjangoAssertNumQueries

from learning.catalogue.api import archive_course, hide_path
from learning.delivery.api import enrol_learner, mark_text_done
from learning.guidance.api import follow_path
from learning.guidance.models import FollowedPath
from learning.guidance.services.profile import save_step
from tenants.accounts.api import User
from tenants.schemas import PUBLIC, TenantInfo, in_public, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.catalogue import make_path, make_published_course
from tests.factories.delivery import lesson_ids

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]


def page_of(browser: Client, address: str = "/learn/") -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def part(page: str, opening: str, closing: str = "</section>") -> str:
    """Return a part of a page as it stands; empty when there is none."""
    start = page.find(opening)
    return "" if start < 0 else page[start : page.index(closing, start)]


def card(page: str) -> str:
    return part(page, '<section class="card own-path"')


def words(html: str) -> str:
    """Return what is read, on one line; parts that stand apart are parted."""
    return " ".join(strip_tags(html.replace("<", " <")).split())


def links(html: str) -> list[str]:
    return re.findall(r'<a [^>]*?href="([^"]+)"', html)


def quick_ways(page: str) -> list[tuple[str, str]]:
    """Return address and words of the ways that lead to career paths."""
    return [
        (address, words(inner))
        for address, inner in re.findall(
            r'<a href="([^"]+)">(.*?)</a>', part(page, 'aria-labelledby="quick"', "</nav>")
        )
        if "/paths/" in address
    ]


def study(course_id: UUID, learner: User, *, lessons: int = 99) -> None:
    enrolment = enrol_learner(course_id=course_id, learner_id=learner.id, source="self")
    for lesson in lesson_ids(enrolment)[:lessons]:
        mark_text_done(enrolment_id=enrolment.id, lesson_id=lesson)


def test_a_followed_path_says_where_one_stands_and_what_is_next(browser_of: Browser) -> None:
    with in_public():
        first, second, third = (
            make_published_course(title=f"Course {name}", modules=1, lessons=2) for name in "ABC"
        )
        path = make_path(first, second, third, title="First job", slug="first-job")
        learner, other = UserFactory(), UserFactory()
        make_path(third, title="Another", slug="another")
        follow_path(learner_id=learner.id, path_id=path.id)
        study(first.id, learner)
    found = card(page_of(browser_of(PUBLIC, learner)))
    assert words(found) == (
        "Your path All career paths First job Fresher 1 of 3 steps done 8 min left on this path "
        "Begin the next course Next step: 2. Step 2 · Course B "
        "Step 1 Done 2 Step 2 4 min 3 Step 3 4 min"
    )
    assert links(found) == [
        "/paths/",
        "/paths/first-job/",
        f"/courses/{second.slug}/",
        *(f"/paths/first-job/#step-{number}" for number in (1, 2, 3)),
    ]
    assert re.findall(r'<li class="(\w+)"><a', found) == ["done", "current"]
    with in_public():
        study(second.id, learner, lessons=1)
    found = card(page_of(browser_of(PUBLIC, learner)))
    assert "Continue learning Next step: 2. Step 2 · Course B · 1 of 2 lessons" in words(found)
    assert links(found)[2] == f"/learn/{second.id}/"
    assert quick_ways(page_of(browser_of(PUBLIC, learner))) == []
    assert card(page_of(browser_of(PUBLIC, other))) == ""


def test_the_course_that_is_next_comes_first_among_the_suggestions(browser_of: Browser) -> None:
    with in_public():
        courses = [make_published_course(title=f"Course {name}") for name in "ABC"]
        path, learner = make_path(courses[1], title="First job"), UserFactory()
        assert "Recommended for you" not in page_of(browser_of(PUBLIC, learner))
        follow_path(learner_id=learner.id, path_id=path.id)
    picks = part(page_of(browser_of(PUBLIC, learner)), 'aria-labelledby="pk"')
    assert words(picks[picks.index("<h3") :]).startswith("Course B Next on your path “First job”.")


def test_who_is_in_no_course_begins_the_next_on_the_path(browser_of: Browser) -> None:
    with in_public():
        first, second = (make_published_course(title=f"Course {name}") for name in "AB")
        path, learner = make_path(first, second, title="First job"), UserFactory()
        follow_path(learner_id=learner.id, path_id=path.id)
        study(first.id, learner)
    found = part(page_of(browser_of(PUBLIC, learner)), '<section class="card" aria-labelledby="n"')
    assert words(found) == (
        "Do this next Course B Next on your path “First job”. Begin the next course"
    )
    assert links(found) == [f"/courses/{second.slug}/"]


def test_a_path_gone_all_the_way_says_so_and_offers_the_next_stage(browser_of: Browser) -> None:
    with in_public():
        course = make_published_course()
        learner = UserFactory()
        path = make_path(course, title="First job", slug="first-job")
        make_path(course, title="Lead a team", slug="lead", level="mid")
        make_path(course, title="टीम तक", slug="team-tak", level="mid", language="hi")
        make_path(course, title="Draft", level="mid", published=False)
        make_path(course, title="Own it", level="senior")
        follow_path(learner_id=learner.id, path_id=path.id)
        study(course.id, learner)
    found = card(page_of(browser_of(PUBLIC, learner)))
    assert words(found) == (
        "Your path All career paths First job Fresher 1 of 1 step done Completed "
        "You have been all the way. Your certificates are in your account. "
        "The next stage: Lead a team Step 1 Done"
    )
    assert links(found) == [
        "/paths/",
        "/paths/first-job/",
        "/paths/lead/",
        "/paths/first-job/#step-1",
    ]


def test_after_the_last_stage_nothing_is_offered(browser_of: Browser) -> None:
    with in_public():
        course, learner = make_published_course(), UserFactory()
        path = make_path(course, title="Own it", slug="own", level="senior")
        make_path(course, title="First job")
        follow_path(learner_id=learner.id, path_id=path.id)
        study(course.id, learner)
    found = card(page_of(browser_of(PUBLIC, learner)))
    assert links(found) == ["/paths/", "/paths/own/", "/paths/own/#step-1"]
    assert "The next stage" not in found


def test_two_have_their_map_and_the_rest_a_line(browser_of: Browser) -> None:
    with in_public():
        learner = UserFactory()
        done, *courses = (make_published_course() for _ in range(4))
        study(done.id, learner)
        for name, course in zip("ABCD", (done, *courses), strict=True):
            path = make_path(course, title=f"Path {name}", slug=f"path-{name}")
            follow_path(learner_id=learner.id, path_id=path.id)
    found = card(page_of(browser_of(PUBLIC, learner)))
    assert words(found).startswith("Your paths All career paths Path B Fresher")
    assert (
        re.findall(r'<ol class="journey" lang="en"', found) == ['<ol class="journey" lang="en"'] * 2
    )
    assert re.findall(r"<h3[^>]*><a[^>]*>(.*?)</a>", found) == [
        "Path B",
        "Path C",
        "Path D",
        "Path A",
    ]
    assert words(found).endswith("Path D 0 of 1 step done Path A Completed")


def test_a_path_that_was_hidden_is_not_shown(browser_of: Browser) -> None:
    with in_public():
        path, learner = make_path(make_published_course()), UserFactory()
        follow_path(learner_id=learner.id, path_id=path.id)
        assert card(page_of(browser_of(PUBLIC, learner))) != ""
        hide_path(path_id=path.id, actor=learner)
    page = page_of(browser_of(PUBLIC, learner))
    assert (card(page), quick_ways(page)) == ("", [])
    assert "/paths/" not in part(page, "<main", "</main>")


def test_a_path_whose_courses_are_all_gone_has_no_button(browser_of: Browser) -> None:
    with in_public():
        course = make_published_course()
        path, learner = make_path(course, title="First job", slug="first-job"), UserFactory()
        follow_path(learner_id=learner.id, path_id=path.id)
        archive_course(course_id=course.id, actor=course.owner)
    found = card(page_of(browser_of(PUBLIC, learner)))
    assert words(found) == (
        "Your path All career paths First job Fresher 0 of 1 step done 1 Step 1 No course yet"
    )
    assert links(found) == ["/paths/", "/paths/first-job/", "/paths/first-job/#step-1"]


def test_who_follows_none_is_led_to_one_that_fits(browser_of: Browser) -> None:
    with in_public():
        learner = UserFactory()
    browser = browser_of(PUBLIC, learner)
    assert quick_ways(page_of(browser)) == []
    with in_public():
        for level in ("fresher", "mid"):
            for language in ("en", "hi"):
                make_path(level=level, language=language, title=f"{level} {language}")
    assert quick_ways(page_of(browser)) == [("/paths/", "Career paths in sales")]
    for experience, language, fitting in (
        ("junior", "", "fresher en"),
        ("middle", "", "mid en"),
        ("middle", "hi", "mid hi"),
        ("middle", "ta", "mid en"),
    ):
        with in_public():
            save_step(learner_id=learner.id, step="experience", answers={"experience": experience})
            save_step(learner_id=learner.id, step="language", answers={"language": language})
        ((address, said),) = quick_ways(page_of(browser))
        assert said == f"A career path that fits you: {fitting}"
        assert f'<h1 lang="{fitting[-2:]}">{fitting}</h1>' in page_of(browser, address)
    with in_public():
        save_step(learner_id=learner.id, step="experience", answers={"experience": "senior"})
    assert quick_ways(page_of(browser)) == [("/paths/", "Career paths in sales")]


def test_a_company_has_no_career_paths(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        person = UserFactory()
        path = make_path(make_published_course(), title="First job")
        FollowedPath.objects.create(learner_id=person.id, path_id=path.id)
    browser = browser_of(acme, person)
    for address in ("/", "/learn/"):
        page = page_of(browser, address)
        assert (card(page), quick_ways(page)) == ("", [])
        assert "First job" not in page


@pytest.mark.parametrize("count", [0, 1, 30])
def test_as_many_queries_for_many_paths(
    browser_of: Browser, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    with in_public():
        learner = UserFactory()
        make_path(make_published_course())
        for number in range(count):
            course = make_published_course(modules=1, lessons=1)
            path = make_path(course, title=f"Way {number:02d}")
            follow_path(learner_id=learner.id, path_id=path.id)
        if count:
            enrol_learner(course_id=course.id, learner_id=learner.id)
    browser = browser_of(PUBLIC, learner)
    browser.get("/learn/")
    # One less without any course: no outline is read.
    with in_public(), django_assert_num_queries(14 if count else 13):
        page = page_of(browser)
    assert len(set(re.findall(r"Way \d\d", card(page)))) == count
