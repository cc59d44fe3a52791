"""The API of published courses."""

from collections.abc import Callable

import pytest
from django.test import Client

from tenants.kernel.ids import uuid7
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.catalogue import CourseFactory, make_published_course

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]


def test_list_and_one(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        course = make_published_course(title="Asking", level="advanced")
        draft = CourseFactory()
        client = browser_of(acme, UserFactory())
    body = client.get("/api/v1/courses/", {"level": "advanced"}).json()
    assert (body["count"], body["page"], body["pages"]) == (1, 1, 1)
    assert body["results"][0]["title"] == "Asking"
    one = client.get(f"/api/v1/courses/{course.id}/").json()
    assert [len(module["lessons"]) for module in one["modules"]] == [2, 2]
    assert "body_html" not in one["modules"][0]["lessons"][0]
    for nothing in (draft.id, uuid7()):
        assert client.get(f"/api/v1/courses/{nothing}/").status_code == 404
    bad = client.get("/api/v1/courses/", {"level": "genius", "page": "0"})
    assert bad.status_code == 400
    assert set(bad.json()["errors"]) == {"level", "page"}


def test_another_company_s_course(
    acme: TenantInfo, zenith: TenantInfo, browser_of: Browser
) -> None:
    with in_tenant(acme):
        course = make_published_course()
    with in_tenant(zenith):
        client = browser_of(zenith, UserFactory())
    assert client.get(f"/api/v1/courses/{course.id}/").status_code == 404
    assert client.get("/api/v1/courses/").json()["count"] == 0


def test_strangers_are_asked_to_sign_in(acme: TenantInfo, browser_of: Browser) -> None:
    assert browser_of(acme).get("/api/v1/courses/").status_code == 401


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_costs_the_same(
    acme: TenantInfo,
    browser_of: Browser,
    count: int,
    django_assert_num_queries: Callable[..., object],
) -> None:
    with in_tenant(acme):
        for _number in range(count):
            make_published_course(modules=1, lessons=1)
        client = browser_of(acme, UserFactory())
    client.get("/api/v1/courses/")
    with in_tenant(acme), django_assert_num_queries(6):
        body = client.get("/api/v1/courses/", {"page_size": 50}).json()
    assert len(body["results"]) == count
