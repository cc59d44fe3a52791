"""The player's reports, from the page and over the API."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from learning.delivery.models import LessonProgress
from tenants.kernel.ids import uuid7
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.delivery import course_of, enrolled_in, lesson_ids

pytestmark = pytest.mark.django_db
BrowserOf = Callable[..., Client]
REPORT = {"ranges": [[0, 8_000]], "position_ms": 8_000}


def send(browser: Client, path: str, body: object) -> Any:
    text = body if isinstance(body, str) else json.dumps(body)
    return browser.post(path, text, content_type="application/json")


def watch_url(course_id: object, lesson_id: object) -> str:
    return reverse("delivery:watch", args=[course_id, lesson_id], urlconf="deploy.urls_tenant")


def test_a_report_is_credited_and_answered(acme: TenantInfo, browser_of: BrowserOf) -> None:
    with in_tenant(acme):
        person = UserFactory()
        info = enrolled_in(course_of("video"), person)
        lesson = lesson_ids(info)[0]
    answer = send(browser_of(acme, person), watch_url(info.course_id, lesson), REPORT)
    assert answer.json() == {
        "position_ms": 8_000,
        "watched_ms": 8_000,
        "duration_ms": 60_000,
        "percent": 13,
        "lesson_done": False,
        "course_done": False,
    }


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("not json", 400),
        ("[]", 422),
        ({}, 422),
        ({"ranges": [[0]], "position_ms": 0}, 422),
        ({"ranges": [[0, "x"]], "position_ms": 0}, 422),
        ({"ranges": [[-5, 10]], "position_ms": 0}, 422),
        ({"ranges": [[0, 10]], "position_ms": -1}, 422),
        ({"ranges": [[0, 1]] * 501, "position_ms": 0}, 422),
        ({"ranges": [[0, 10**12]], "position_ms": 0}, 422),
    ],
)
def test_nonsense_is_answered_and_changes_nothing(
    acme: TenantInfo, browser_of: BrowserOf, body: object, status: int
) -> None:
    with in_tenant(acme):
        person = UserFactory()
        info = enrolled_in(course_of("video"), person)
        lesson = lesson_ids(info)[0]
    answer = send(browser_of(acme, person), watch_url(info.course_id, lesson), body)
    assert answer.status_code == status
    with in_tenant(acme):
        assert LessonProgress.objects.count() == 0


def test_the_api_shows_ones_own_enrolments_only(acme: TenantInfo, browser_of: BrowserOf) -> None:
    with in_tenant(acme):
        person = UserFactory()
        course = course_of("video")
        mine, theirs = enrolled_in(course, person), enrolled_in(course)
    browser = browser_of(acme, person)
    assert [row["id"] for row in browser.get("/api/v1/enrolments/").json()] == [str(mine.id)]
    assert browser.get(f"/api/v1/enrolments/{mine.id}/").json()["course_id"] == str(course.id)
    for foreign in (theirs.id, uuid7()):
        assert browser.get(f"/api/v1/enrolments/{foreign}/").status_code == 404


def test_the_api_takes_reports_on_ones_own_enrolment_only(
    acme: TenantInfo, browser_of: BrowserOf
) -> None:
    with in_tenant(acme):
        person = UserFactory()
        course = course_of("video")
        mine, theirs = enrolled_in(course, person), enrolled_in(course)
        body = {**REPORT, "lesson_id": str(lesson_ids(mine)[0])}
    browser = browser_of(acme, person)
    answer = send(browser, f"/api/v1/enrolments/{mine.id}/progress/", body)
    assert (answer.status_code, answer.json()["watched_ms"]) == (200, 8_000)
    assert send(browser, f"/api/v1/enrolments/{theirs.id}/progress/", body).status_code == 404
    assert send(browser, f"/api/v1/enrolments/{mine.id}/progress/", REPORT).status_code in (
        400,
        422,
    )
    with in_tenant(acme):
        assert LessonProgress.objects.get().enrolment_id == mine.id


def test_the_api_wants_somebody_signed_in(acme: TenantInfo, browser_of: BrowserOf) -> None:
    assert browser_of(acme).get("/api/v1/enrolments/").status_code in (401, 403)
