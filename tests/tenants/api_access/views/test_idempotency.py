"""A POST that is sent again does not happen again."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connections, transaction
from django.test import Client

from enterprise.models import Department
from tenants.accounts.enums import Role
from tenants.api_access.idempotency import Keyed, _lock, forget_answers
from tenants.api_access.models import KeptAnswer
from tenants.kernel.clock import frozen, now
from tenants.schemas import TenantInfo, in_tenant
from tests.database import company
from tests.factories.accounts import UserFactory
from tests.factories.tokens import bearing, personal_token, service_token

Browser = Callable[..., Client]
PATH = "/api/v1/departments/"


def send(client: Client, headers: dict[str, str], key: str | None, name: str = "North") -> Any:
    if key is not None:
        headers = headers | {"idempotency-key": key}
    return client.post(PATH, {"name": name}, content_type="application/json", headers=headers)


@pytest.fixture
def headers(acme: TenantInfo) -> dict[str, str]:
    with in_tenant(acme):
        return bearing(personal_token(UserFactory(roles=[Role.OWNER])))


def departments(acme: TenantInfo) -> list[str]:
    with in_tenant(acme):
        return sorted(Department.objects.values_list("name", flat=True))


def test_the_same_again_is_answered_as_before(
    acme: TenantInfo, browser_of: Browser, headers: dict[str, str]
) -> None:
    client = browser_of(acme)
    first, again = send(client, headers, "a"), send(client, headers, "a")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert ("Idempotency-Replayed" in first.headers, again["Idempotency-Replayed"]) == (
        False,
        "true",
    )
    assert departments(acme) == ["North"]


def test_without_a_key_it_happens_again(
    acme: TenantInfo, browser_of: Browser, headers: dict[str, str]
) -> None:
    client = browser_of(acme)
    assert send(client, headers, None).status_code == 201
    assert send(client, headers, None).status_code == 409


def test_another_body_with_the_same_key(
    acme: TenantInfo, browser_of: Browser, headers: dict[str, str]
) -> None:
    client = browser_of(acme)
    send(client, headers, "a")
    answer = send(client, headers, "a", name="South")
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
    assert departments(acme) == ["North"]


def test_a_refusal_is_answered_as_before_too(
    acme: TenantInfo, browser_of: Browser, headers: dict[str, str]
) -> None:
    client = browser_of(acme)
    send(client, headers, None)
    first, again = send(client, headers, "b"), send(client, headers, "b")
    assert (first.status_code, again.status_code) == (409, 409)
    assert again.content == first.content
    assert again["Content-Type"] == "application/problem+json"


def test_a_key_is_its_askers_own(
    acme: TenantInfo, zenith: TenantInfo, browser_of: Browser, headers: dict[str, str]
) -> None:
    """Somebody else's key, and the same key in another company, are other keys."""
    client = browser_of(acme)
    send(client, headers, "a")
    with in_tenant(acme):
        others = bearing(personal_token(UserFactory(roles=[Role.ADMIN])))
        companys = bearing(service_token())
    for name, other in (("South", others), ("West", companys)):
        answer = send(client, other, "a", name=name)
        assert answer.status_code == 201
        assert "Idempotency-Replayed" not in answer.headers
    with in_tenant(zenith):
        theirs = bearing(service_token())
    assert "Idempotency-Replayed" not in send(browser_of(zenith), theirs, "a").headers
    assert departments(acme) == ["North", "South", "West"]


@pytest.mark.parametrize("key", ["", "x" * 201, "tab\there"])
def test_keys_that_are_none(
    acme: TenantInfo, browser_of: Browser, headers: dict[str, str], key: str
) -> None:
    assert send(browser_of(acme), headers, key).status_code == 400
    assert departments(acme) == []


def test_our_own_failure_may_be_tried_again(
    acme: TenantInfo,
    browser_of: Browser,
    headers: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client = browser_of(acme, raise_request_exception=False)
    with monkeypatch.context() as broken:
        broken.setattr("enterprise.views.api.department_rows", None)
        assert send(client, headers, "a").status_code == 500
    assert send(client, headers, "a").status_code == 201
    with in_tenant(acme):
        assert KeptAnswer.objects.count() == 1


def test_a_day_later_it_is_a_new_key(
    acme: TenantInfo, browser_of: Browser, headers: dict[str, str]
) -> None:
    client = browser_of(acme)
    send(client, headers, "a")
    with frozen(now() + timedelta(hours=24, seconds=1)):
        assert send(client, headers, "a", name="South").status_code == 201
        with in_tenant(acme):
            assert forget_answers() == 0
    with frozen(now() + timedelta(hours=49)), in_tenant(acme):
        assert forget_answers() == 1


@pytest.mark.usefixtures("committed")
def test_ten_at_once_are_one() -> None:
    """One does it, the others are told to wait or answered as it was; and none is left half done."""
    acme = company("acme")
    with in_tenant(acme):
        headers = bearing(personal_token(UserFactory(roles=[Role.OWNER])))
    start = Barrier(10)

    def once(_number: int) -> int:
        try:
            start.wait(timeout=30)
            client = Client(headers={"host": "acme.localhost"})
            return int(send(client, headers, "same").status_code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as pool:
        found = sorted(pool.map(once, range(10)))
    assert set(found) <= {201, 409}
    assert 201 in found
    assert departments(acme) == ["North"]
    assert send(Client(headers={"host": "acme.localhost"}), headers, "same").status_code == 201


@pytest.mark.usefixtures("committed")
def test_while_the_first_is_at_work_the_second_is_told_so() -> None:
    acme = company("acme")
    with in_tenant(acme):
        owner = UserFactory(roles=[Role.OWNER])
        headers = bearing(personal_token(owner))
    holding, release = Barrier(2), Barrier(2)

    def first() -> None:
        try:
            with in_tenant(acme), transaction.atomic():
                assert _lock(Keyed(f"person:{owner.id}", "slow", ""))
                holding.wait(timeout=30)
                release.wait(timeout=30)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        work = pool.submit(first)
        holding.wait(timeout=30)
        answer = send(Client(headers={"host": "acme.localhost"}), headers, "slow")
        release.wait(timeout=30)
        work.result(timeout=30)
    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency_in_progress")
    assert answer["Retry-After"] == "1"
    assert departments(acme) == []
