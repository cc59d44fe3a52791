"""Calling with a token: what it opens, what it never opens, and how refusals look."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client, override_settings

from enterprise.models import Department
from tenants.accounts.actions import Action
from tenants.accounts.enums import Role
from tenants.accounts.models import User
from tenants.api_access.enums import Scope
from tenants.api_access.models import AccessToken
from tenants.api_access.retirement import Retirement
from tenants.api_access.services.token import revoke_token
from tenants.kernel.clock import frozen, now
from tenants.kernel.models import AuditEntry
from tenants.schemas import TenantInfo, in_public, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.enterprise import DepartmentFactory, make_assignment, make_manager, make_member
from tests.factories.roles import make_delegate
from tests.factories.tokens import bearing, personal_token, service_token

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
PEOPLE = "/api/v1/people/"


def told(answer: Any, status: int) -> dict[str, Any]:
    """Return a problem, after looking whether it is one."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == status
    assert body["type"] == f"/api/docs/#problem-{body['code']}"
    return body


def test_a_personal_token_is_its_owner(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        north, south = DepartmentFactory(), DepartmentFactory()
        manager = make_manager(north, name="Mani")
        mine, _other = make_member(north), make_member(south)
        token = personal_token(manager)
    client = browser_of(acme)
    assert client.get("/api/v1/me/", headers=bearing(token)).json()["name"] == "Mani"
    answer = client.get(PEOPLE, headers=bearing(token))
    assert [row["id"] for row in answer.json()["results"]] == [str(mine.id)]
    told(client.patch(f"{PEOPLE}{mine.id}/", {"name": "X"}, headers=bearing(token),
                      content_type="application/json"), 403)  # fmt: skip
    with in_tenant(acme):
        assert AccessToken.objects.get().last_used_at is not None


def test_a_service_token_is_the_companys_and_named_in_the_log(
    acme: TenantInfo, browser_of: Browser
) -> None:
    with in_tenant(acme):
        person, owner = UserFactory(name="Asha"), UserFactory(name="Olga", roles=[Role.OWNER])
        token = service_token(actor=owner)
    client = browser_of(acme)
    headers = bearing(token)
    answer = client.patch(
        f"{PEOPLE}{person.id}/", {"name": "Asha Rao"}, headers=headers,
        content_type="application/json",
    )  # fmt: skip
    assert answer.json()["name"] == "Asha Rao"
    told(client.patch(f"{PEOPLE}{owner.id}/", {"name": "X"}, headers=headers,
                      content_type="application/json"), 403)  # fmt: skip
    made = client.post("/api/v1/departments/", {"name": "South"}, headers=headers,
                       content_type="application/json")  # fmt: skip
    assert made.status_code == 201
    told(client.get("/api/v1/me/", headers=headers), 403)
    told(client.get("/api/v1/enrolments/", headers=headers), 403)
    assert client.get("/api/v1/courses/", headers=headers).status_code == 200
    with in_tenant(acme):
        assert User.objects.get(id=owner.id).name == "Olga"
        entry = AuditEntry.objects.get(action="people.changed")
        assert entry.actor_id == token.id
        assert entry.actor_name.startswith("Payroll (smh_")


def test_a_service_token_assigns(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        north = DepartmentFactory()
        row = make_assignment(north)
        token = service_token([Scope.ASSIGNMENTS_WRITE, Scope.ASSIGNMENTS_READ])
    client = browser_of(acme)
    path = f"/api/v1/assignments/{row.id}/"
    assert client.post(f"{path}cancel/", headers=bearing(token)).status_code == 200
    assert client.post(f"{path}restore/", headers=bearing(token)).status_code == 200
    assert client.get(path, headers=bearing(token)).json()["cancelled_at"] is None


def test_tokens_that_open_nothing(
    acme: TenantInfo, zenith: TenantInfo, browser_of: Browser
) -> None:
    with in_tenant(acme):
        owner = UserFactory(roles=[Role.OWNER])
        token, revoked = personal_token(owner), personal_token(owner)
        revoke_token(token_id=revoked.id, actor=owner)
    client, there = browser_of(acme), browser_of(zenith)
    there.cookies["django_language"] = "en"  # the company speaks Hindi
    with in_tenant(zenith):
        UserFactory(email=owner.email, roles=[Role.OWNER])
    assert client.get(PEOPLE, headers=bearing(token)).status_code == 200
    words = set()
    for browser, header in (
        (there, f"Bearer {token.secret}"),
        (client, f"Bearer {revoked.secret}"),
        (client, f"Bearer {token.secret[:-1]}"),
        (client, f"Bearer {token.secret}x"),
        (client, "Bearer smh_"),
        (client, "Bearer "),
        (client, "Bearer smh_" + "é" * 40),
    ):
        answer = browser.get(PEOPLE, headers={"authorization": header})
        words.add(told(answer, 401)["detail"])
        assert answer["WWW-Authenticate"] == 'Bearer realm="api"'
    assert words == {"This token is not valid here."}
    with frozen(now() + timedelta(days=91)):
        told(client.get(PEOPLE, headers=bearing(token)), 401)


def test_a_bad_token_is_not_mended_by_a_session(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        owner = UserFactory(roles=[Role.OWNER])
    told(browser_of(acme, owner).get(PEOPLE, headers={"authorization": "Bearer smh_nothing"}), 401)


@pytest.mark.parametrize(
    ("scope", "method", "path", "status"),
    [
        (Scope.PEOPLE_READ, "get", PEOPLE, 200),
        (Scope.PEOPLE_WRITE, "get", PEOPLE, 403),
        (Scope.PEOPLE_READ, "patch", f"{PEOPLE}PERSON/", 403),
        (Scope.PEOPLE_WRITE, "patch", f"{PEOPLE}PERSON/", 200),
        (Scope.TEAMS_READ, "post", "/api/v1/departments/", 403),
        (Scope.TEAMS_WRITE, "post", "/api/v1/departments/", 201),
        (Scope.TEAMS_READ, "get", "/api/v1/me/", 403),
        (Scope.ACCOUNT_READ, "get", "/api/v1/me/", 200),
        (Scope.ACCOUNT_READ, "get", "/api/v1/certificates/", 403),
        (Scope.LEARNING_READ, "get", "/api/v1/enrolments/", 200),
        (Scope.LEARNING_READ, "get", "/api/v1/assignments/", 403),
        (Scope.COURSES_READ, "get", "/api/v1/courses/", 200),
    ],
)
def test_a_scope_opens_what_it_names(
    acme: TenantInfo, browser_of: Browser, scope: Scope, method: str, path: str, status: int
) -> None:
    with in_tenant(acme):
        token, person = personal_token(UserFactory(roles=[Role.OWNER]), [scope]), UserFactory()
    answer = getattr(browser_of(acme), method)(
        path.replace("PERSON", str(person.id)),
        {"name": "New"} if method != "get" else None,
        headers=bearing(token),
        **({"content_type": "application/json"} if method != "get" else {}),
    )
    assert answer.status_code == status, answer.content
    if status == 403:
        assert "scope" in told(answer, 403)["detail"]
    with in_tenant(acme):
        assert Department.objects.count() == (status == 201)


def test_a_token_is_never_more_than_the_role(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        token = personal_token(UserFactory())
        north, south = DepartmentFactory(), DepartmentFactory()
        mine, other = make_member(north), make_member(south)
        delegates = personal_token(make_delegate([Action.SEE_PEOPLE, Action.EDIT_PEOPLE], north))
    client = browser_of(acme)
    told(client.get(PEOPLE, headers=bearing(token)), 403)
    rows = client.get(PEOPLE, headers=bearing(delegates)).json()["results"]
    assert [row["id"] for row in rows] == [str(mine.id)]
    told(client.get(f"{PEOPLE}{other.id}/", headers=bearing(delegates)), 404)
    told(client.patch(f"{PEOPLE}{other.id}/", {"name": "X"}, headers=bearing(delegates),
                      content_type="application/json"), 404)  # fmt: skip


def test_a_token_in_an_address_is_refused(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        owner = UserFactory(roles=[Role.OWNER])
        token = personal_token(owner)
    for name in ("token", "access_token", "q"):
        answer = browser_of(acme).get(f"{PEOPLE}?{name}={token.secret}")
        assert "never into the address" in told(answer, 400)["detail"]
        told(browser_of(acme, owner).get(f"{PEOPLE}?{name}={token.secret}"), 400)


def test_a_session_needs_its_form_token_and_a_bearer_does_not(
    acme: TenantInfo, browser_of: Browser
) -> None:
    with in_tenant(acme):
        owner = UserFactory(roles=[Role.OWNER])
        token = personal_token(owner)
    strict = browser_of(acme, owner, enforce_csrf_checks=True)
    path, body = "/api/v1/departments/", {"name": "North"}
    told(strict.post(path, body, content_type="application/json"), 403)
    with in_tenant(acme):
        assert Department.objects.count() == 0
    answer = browser_of(acme, enforce_csrf_checks=True).post(
        path, body, content_type="application/json", headers=bearing(token)
    )
    assert answer.status_code == 201


def test_failures_are_problems_everywhere(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        token = personal_token(UserFactory(roles=[Role.OWNER]))
    client, headers = browser_of(acme), bearing(token)
    json = "application/json"
    path = "/api/v1/departments/"
    told(client.get("/api/v1/nothing/", headers=headers), 404)
    told(client.get("/api/nowhere", headers=headers), 404)
    assert "Allow" in client.put(path, {}, headers=headers).headers
    told(client.put(path, {}, headers=headers), 405)
    told(client.post(path, "<x/>", content_type="text/xml", headers=headers), 415)
    assert told(client.post(path, "{", content_type=json, headers=headers), 400)["code"] == (
        "parse_error"
    )
    bad = told(client.post(path, {}, content_type=json, headers=headers), 400)
    assert (bad["code"], list(bad["errors"])) == ("invalid_input", ["name"])
    told(client.post(path, "[]", content_type=json, headers=headers), 400)
    told(client.get(f"{PEOPLE}?page=0", headers=headers), 400)
    told(client.get(PEOPLE, headers=headers | {"accept": "text/csv"}), 406)
    with override_settings(BODY_LIMIT_BYTES=10):
        told(client.post(path, {"name": "x" * 20}, content_type=json, headers=headers), 413)


def test_our_own_failure_is_a_problem_too(
    acme: TenantInfo, browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    with in_tenant(acme):
        token = personal_token(UserFactory(roles=[Role.OWNER]))
    monkeypatch.setattr("enterprise.views.api.department_rows", None)
    client = browser_of(acme, raise_request_exception=False)
    body = told(client.get("/api/v1/departments/", headers=bearing(token)), 500)
    assert body["code"] == "error"


def test_what_was_read_is_not_sent_twice(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        token = personal_token(UserFactory(roles=[Role.OWNER]))
    client, path = browser_of(acme), "/api/v1/departments/"
    first = client.get(path, headers=bearing(token))
    assert "private" in first["Cache-Control"]
    again = client.get(path, headers=bearing(token) | {"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "RateLimit" in again.headers
    with in_tenant(acme):
        DepartmentFactory()
    changed = client.get(path, headers=bearing(token) | {"if-none-match": first["ETag"]})
    assert changed.status_code == 200


def test_an_address_that_goes_away_says_so(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        token = personal_token(UserFactory(roles=[Role.OWNER]))

    going = Retirement(
        prefix="/api/v1/departments/",
        deprecated_at=datetime(2027, 1, 1, tzinfo=UTC),
        ends_at=datetime(2027, 7, 1, tzinfo=UTC),
        instead="/api/docs/#teams",
    )
    with override_settings(API_RETIREMENTS=(going,)):
        answer = browser_of(acme).get("/api/v1/departments/", headers=bearing(token))
        other = browser_of(acme).get("/api/v1/me/", headers=bearing(token))
    assert answer["Deprecation"] == "@1798761600"
    assert answer["Sunset"] == "Thu, 01 Jul 2027 00:00:00 GMT"
    assert answer["Link"] == '</api/docs/#teams>; rel="sunset"'
    assert "Deprecation" not in other.headers


def test_a_consumers_token_works_on_the_public_site_only(
    acme: TenantInfo, public: TenantInfo, browser_of: Browser
) -> None:
    with in_public():
        token = personal_token(UserFactory(roles=[Role.CONSUMER]))
    assert browser_of(public).get("/api/v1/me/", headers=bearing(token)).status_code == 200
    told(browser_of(acme).get("/api/v1/me/", headers=bearing(token)), 401)
