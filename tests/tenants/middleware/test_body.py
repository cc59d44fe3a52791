"""Bodies: judged by their announced length before a byte is read."""

import io
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from enterprise.models import PeopleImport
from tenants.accounts.enums import Role
from tenants.kernel.models import AuditEntry
from tenants.middleware.body import BodyLimit
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory


class Untouchable(io.BytesIO):
    """A body nobody may read."""

    def read(self, *args: object) -> bytes:
        raise AssertionError("a byte was read")


def answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def post(path: str, length: str, urlconf: str = "deploy.urls_tenant") -> int:
    request = RequestFactory().post(path)
    request.META.update({"CONTENT_LENGTH": length, "wsgi.input": Untouchable()})
    request.urlconf = urlconf  # type: ignore[assignment]
    return BodyLimit(answer)(request).status_code


@pytest.mark.parametrize(
    ("length", "status"),
    [("0", 200), ("", 200), ("-5", 200), ("x", 200), ("1000", 200), ("1001", 413), ("9" * 30, 413)],
)
def test_the_limit(settings: LazySettings, length: str, status: int) -> None:
    settings.BODY_LIMIT_BYTES = 1000
    assert post("/account/login/", length) == status
    assert post("/no-such-page/", length) == status


def test_a_view_may_take_more(settings: LazySettings) -> None:
    settings.BODY_LIMIT_BYTES = 1000
    assert post(f"/studio/lessons/{uuid4()}/video/", "1001") == 200


@pytest.mark.django_db
def test_a_page_and_the_api_say_so(acme: TenantInfo, settings: LazySettings) -> None:
    settings.BODY_LIMIT_BYTES = 1000
    client = Client(headers={"host": "acme.localhost"})
    page = client.post("/account/login/", {"login": "x" * 2000})
    assert page.status_code == 413
    assert "This is too large" in page.content.decode()
    told = client.post("/api/v1/me/", {"name": "x" * 2000}, content_type="application/json")
    assert (told.status_code, told["Content-Type"]) == (413, "application/problem+json")
    assert told.json()["status"] == 413
    with in_tenant(acme):
        assert AuditEntry.objects.count() == 0


@pytest.mark.django_db
def test_three_gigabytes_of_people_are_refused_without_reading_them(
    acme: TenantInfo, browser_of: Callable[..., Client]
) -> None:
    """By the whole chain of middleware, for somebody who may import: none of it touches the body."""
    with in_tenant(acme):
        admin = UserFactory(roles=[Role.ADMIN])
    answer = browser_of(acme, admin).generic(
        "POST",
        "/manage/people/import/",
        content_type="multipart/form-data; boundary=x",
        **{"CONTENT_LENGTH": str(3 * 1024**3), "wsgi.input": Untouchable()},
    )
    assert answer.status_code == 413
    assert "24" in answer.content.decode()
    with in_tenant(acme):
        assert (PeopleImport.objects.count(), AuditEntry.objects.count()) == (0, 0)
