"""The learner's pages and who may see them."""

import json
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from learning.delivery.api import complete_lesson, enrolment_of, withdraw_learner
from learning.delivery.models import Enrolment, LessonProgress
from tenants.kernel.ids import uuid7
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.catalogue import CaptionFactory, make_published_course
from tests.factories.delivery import course_of, enrolled_in, lesson_ids, row_of

pytestmark = pytest.mark.django_db
BrowserOf = Callable[..., Client]


def url(name: str, *ids: object) -> str:
    return reverse(f"delivery:{name}", args=ids, urlconf="deploy.urls_tenant")


def test_signing_in_comes_first(acme: TenantInfo, browser_of: BrowserOf) -> None:
    answer = browser_of(acme).get(url("my_courses"))
    assert answer.status_code == 302
    assert "/account/login/" in answer["Location"]


@pytest.mark.parametrize("show", ["", "active", "completed", "all", "nonsense"])
def test_my_courses_without_any_says_what_to_do(
    acme: TenantInfo, browser_of: BrowserOf, show: str
) -> None:
    with in_tenant(acme):
        person = UserFactory()
    answer = browser_of(acme, person).get(url("my_courses"), {"show": show})
    assert answer.status_code == 200
    assert 'class="empty"' in answer.content.decode()


def test_my_courses_puts_the_next_lesson_first(acme: TenantInfo, browser_of: BrowserOf) -> None:
    with in_tenant(acme):
        person = UserFactory()
        active = enrolled_in(course_of("text", "text", title="Active one"), person)
        finished = enrolled_in(course_of("text", title="Finished one"), person)
        complete_lesson(enrolment_id=finished.id, lesson_id=lesson_ids(finished)[0])
        complete_lesson(enrolment_id=active.id, lesson_id=lesson_ids(active)[0])
        here = url("lesson", active.course_id, lesson_ids(active)[1])
    browser = browser_of(acme, person)
    page = browser.get(url("my_courses")).content.decode()
    assert here in page
    assert "Finished one" not in page
    page = browser.get(url("my_courses"), {"show": "completed"}).content.decode()
    assert "Finished one" in page
    assert "Active one" not in page


@pytest.mark.parametrize("courses", [2, 30])
def test_my_courses_asks_the_same_number_of_questions(
    acme: TenantInfo,
    browser_of: BrowserOf,
    django_assert_num_queries: DjangoAssertNumQueries,
    courses: int,
) -> None:
    with in_tenant(acme):
        person = UserFactory()
        for _n in range(courses):
            enrolled_in(make_published_course(modules=1, lessons=2), person)
    browser = browser_of(acme, person)
    browser.get(url("my_courses"))
    # Nine questions, and the savepoint that a request is inside a test.
    with in_tenant(acme), django_assert_num_queries(11):
        assert browser.get(url("my_courses")).status_code == 200


def test_joining_opens_the_first_lesson(acme: TenantInfo, browser_of: BrowserOf) -> None:
    with in_tenant(acme):
        course = course_of("text", "text")
        person = UserFactory()
    browser = browser_of(acme, person)
    offer = browser.get(url("course", course.id))
    assert url("enrol", course.id) in offer.content.decode()
    answer = browser.post(url("enrol", course.id))
    with in_tenant(acme):
        info = enrolment_of(person.id, course.id)
        assert info is not None
        assert answer["Location"] == url("lesson", course.id, lesson_ids(info)[0])


def test_a_course_nobody_may_join_is_not_found(acme: TenantInfo, browser_of: BrowserOf) -> None:
    with in_tenant(acme):
        course = course_of("text")
        course.status = "archived"
        course.save(update_fields=["status"])
        person = UserFactory()
    browser = browser_of(acme, person)
    for course_id in (course.id, uuid7()):
        assert browser.get(url("course", course_id)).status_code == 404
        assert browser.post(url("enrol", course_id)).status_code == 404
    with in_tenant(acme):
        assert Enrolment.objects.count() == 0


def test_another_companys_course_is_not_found(
    acme: TenantInfo, zenith: TenantInfo, browser_of: BrowserOf
) -> None:
    with in_tenant(zenith):
        theirs = enrolled_in(course_of("text"))
        lesson = lesson_ids(theirs)[0]
    with in_tenant(acme):
        person = UserFactory()
    browser = browser_of(acme, person)
    assert browser.get(url("course", theirs.course_id)).status_code == 404
    assert browser.get(url("lesson", theirs.course_id, lesson)).status_code == 404
    assert browser.post(url("enrol", theirs.course_id)).status_code == 404
    assert browser.post(url("done", theirs.course_id, lesson)).status_code == 404


def test_who_is_not_in_a_course_is_shown_how_to_join(
    acme: TenantInfo, browser_of: BrowserOf
) -> None:
    with in_tenant(acme):
        course = course_of("text")
        lesson = lesson_ids(enrolled_in(course))[0]
        person = UserFactory()
    browser = browser_of(acme, person)
    answer = browser.get(url("lesson", course.id, lesson))
    assert (answer.status_code, answer["Location"]) == (302, url("course", course.id))
    for name in ("done", "watch"):
        sent = browser.post(
            url(name, course.id, lesson),
            json.dumps({"ranges": [], "position_ms": 0}),
            content_type="application/json",
        )
        assert sent.status_code == 404
    with in_tenant(acme):
        assert LessonProgress.objects.count() == 0


def test_who_withdrew_is_outside_again(acme: TenantInfo, browser_of: BrowserOf) -> None:
    with in_tenant(acme):
        person = UserFactory()
        info = enrolled_in(course_of("text"), person)
        lesson = lesson_ids(info)[0]
        withdraw_learner(enrolment_id=info.id)
    browser = browser_of(acme, person)
    assert browser.get(url("lesson", info.course_id, lesson)).status_code == 302
    assert browser.post(url("done", info.course_id, lesson)).status_code == 404


def test_a_text_is_marked_as_done_and_the_next_one_opens(
    acme: TenantInfo, browser_of: BrowserOf
) -> None:
    with in_tenant(acme):
        person = UserFactory()
        info = enrolled_in(course_of("text", "text"), person)
        one, two = lesson_ids(info)
    browser = browser_of(acme, person)
    page = browser.get(url("lesson", info.course_id, one)).content.decode()
    assert "Ask first. Then listen." in page
    with in_tenant(acme):
        assert row_of(info).current_lesson_id == one
    answer = browser.post(url("done", info.course_id, one))
    assert answer["Location"] == url("lesson", info.course_id, two)
    answer = browser.post(url("done", info.course_id, two))
    assert answer["Location"] == url("course", info.course_id)
    with in_tenant(acme):
        assert row_of(info).state == "completed"
    page = browser.get(url("course", info.course_id)).content.decode()
    assert "You have completed this course" in page


def test_marking_needs_a_post(acme: TenantInfo, browser_of: BrowserOf) -> None:
    with in_tenant(acme):
        person = UserFactory()
        info = enrolled_in(course_of("text"), person)
        one = lesson_ids(info)[0]
    browser = browser_of(acme, person)
    for name in ("done", "watch"):
        assert browser.get(url(name, info.course_id, one)).status_code == 405
    with in_tenant(acme):
        assert row_of(info).lessons_done == 0


def test_a_video_page_holds_a_player_and_a_plain_video(
    acme: TenantInfo, browser_of: BrowserOf
) -> None:
    with in_tenant(acme):
        person = UserFactory()
        course = course_of("video", "text")
        CaptionFactory(media=course.modules.get().lessons.get(kind="video").media)
        info = enrolled_in(course, person)
        one = lesson_ids(info)[0]
        LessonProgress.objects.create(
            enrolment_id=info.id,
            lesson_id=one,
            kind="video",
            position_ms=31_500,
            watched=[[0, 30_000]],
            watched_ms=30_000,
            first_opened_at=info.enrolled_at,
        )
    page = browser_of(acme, person).get(url("lesson", info.course_id, one)).content.decode()
    assert 'data-position="31500"' in page
    assert 'data-watched="[[0, 30000]]"' in page
    assert f'data-watch="{url("watch", info.course_id, one)}"' in page
    assert "<video controls" in page
    assert 'kind="captions" srclang="en"' in page
    assert "50% watched" in page
    assert len(page.encode()) < 150_000


def test_a_lesson_page_asks_few_questions(
    acme: TenantInfo,
    browser_of: BrowserOf,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    with in_tenant(acme):
        person = UserFactory()
        course = course_of("video", *["text"] * 20)
        CaptionFactory(media=course.modules.get().lessons.get(kind="video").media)
        info = enrolled_in(course, person)
        one = lesson_ids(info)[0]
    browser = browser_of(acme, person)
    browser.get(url("lesson", info.course_id, one))
    with in_tenant(acme), django_assert_max_num_queries(12):
        assert browser.get(url("lesson", info.course_id, one)).status_code == 200


def test_a_quiz_has_its_own_page(acme: TenantInfo, browser_of: BrowserOf) -> None:
    from tests.factories.assessment import make_quiz_course

    with in_tenant(acme):
        person = UserFactory()
        course, lesson_id = make_quiz_course()
        info = enrolled_in(course, person)
    answer = browser_of(acme, person).get(url("lesson", info.course_id, lesson_id))
    assert answer["Location"] == reverse(
        "assessment:quiz", args=[info.course_id, lesson_id], urlconf="deploy.urls_tenant"
    )


def test_consumers_study_on_the_public_host(public: TenantInfo, browser_of: BrowserOf) -> None:
    with in_tenant(public):
        person = UserFactory()
        info = enrolled_in(course_of("text"), person)
        one = lesson_ids(info)[0]
    browser = browser_of(public, person)
    for path in (
        url("my_courses"),
        url("course", info.course_id),
        url("lesson", info.course_id, one),
    ):
        assert browser.get(path).status_code == 200
    browser.post(url("done", info.course_id, one))
    with in_tenant(public):
        assert row_of(info).state == "completed"
