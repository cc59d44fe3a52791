"""How often the API may be called, and what is told about it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import redis
from django.core.cache import cache
from django.test import Client, override_settings

from tenants.accounts.enums import Role
from tenants.api_access.enums import Scope
from tenants.api_access.services.token import revoke_token
from tenants.kernel.clock import frozen
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.tokens import bearing, personal_token, service_token

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
NOON = datetime(2026, 11, 23, 12, 0, 18, tzinfo=UTC)
ME = "/api/v1/me/"
WIDE = {"token": 100, "person": 100, "address": 100, "company": 100}


def limits(**narrow: int) -> Any:
    return override_settings(API_LIMITS=WIDE | narrow)


def test_every_answer_tells_what_is_left(acme: TenantInfo, browser_of: Browser) -> None:
    with frozen(NOON), limits(token=10, person=20, company=30):
        with in_tenant(acme):
            token = personal_token(UserFactory())
        client = browser_of(acme)
        client.get(ME, headers=bearing(token))
        answer = client.get(ME, headers=bearing(token))
        missing = client.get("/api/v1/certificates/" + "0" * 8 + "-0000-0000-0000-" + "0" * 12 + "/",
                             headers=bearing(token))  # fmt: skip
    assert (
        answer["RateLimit-Policy"] == '"token";q=10;w=60, "person";q=20;w=60, "company";q=30;w=60'
    )
    assert answer["RateLimit"] == '"token";r=8;t=42, "person";r=18;t=42, "company";r=28;t=42'
    assert (missing.status_code, missing["RateLimit"][:11]) == (404, '"token";r=7')


@pytest.mark.parametrize("which", ["token", "person", "company"])
def test_one_too_many_is_told_when_to_come_back(
    acme: TenantInfo, browser_of: Browser, which: str
) -> None:
    with frozen(NOON), limits(**{which: 2}):
        with in_tenant(acme):
            token = personal_token(UserFactory())
        client = browser_of(acme)
        statuses = [client.get(ME, headers=bearing(token)).status_code for _ in range(3)]
        answer = client.get(ME, headers=bearing(token))
    assert statuses == [200, 200, 429]
    assert (answer.json()["code"], answer["Retry-After"]) == ("too_many_requests", "42")
    assert f'"{which}";r=0;t=42' in answer["RateLimit"]
    with frozen(NOON.replace(minute=1)), limits(**{which: 2}):
        assert client.get(ME, headers=bearing(token)).status_code == 200


@pytest.mark.parametrize("secret", ["", "smh_nothing", "revoked"])
def test_a_stranger_counts_by_address_alone_and_is_told(
    acme: TenantInfo, browser_of: Browser, secret: str
) -> None:
    with frozen(NOON), limits(address=2, company=3):
        with in_tenant(acme):
            owner = UserFactory(roles=[Role.OWNER])
            token, revoked = personal_token(owner), personal_token(owner)
            revoke_token(token_id=revoked.id, actor=owner)
        client = browser_of(acme)
        sent = revoked.secret if secret == "revoked" else secret
        headers = {"authorization": f"Bearer {sent}"} if sent else {}
        answers = [client.get(ME, headers=headers) for _ in range(4)]
        assert [answer.status_code for answer in answers] == [401, 401, 429, 429]
        assert [answer["RateLimit"] for answer in answers] == [
            '"address";r=1;t=42',
            '"address";r=0;t=42',
            '"address";r=0;t=42',
            '"address";r=0;t=42',
        ]
        assert answers[2]["RateLimit-Policy"] == '"address";q=2;w=60'
        assert answers[2]["Retry-After"] == "42"
        # Neither the company's programs nor people at another address wait for it.
        good = client.get(ME, headers=bearing(token))
        assert (good.status_code, good["RateLimit"].rpartition(", ")[2]) == (
            200,
            '"company";r=2;t=42',
        )
        elsewhere = client.get(ME, headers=headers, REMOTE_ADDR="198.51.100.7")
        assert elsewhere.status_code == 401
    with frozen(NOON.replace(minute=1)), limits(address=2):
        assert client.get(ME, headers=headers).status_code == 401


def test_the_addresses_of_one_ipv6_network_count_together(
    acme: TenantInfo, browser_of: Browser
) -> None:
    with frozen(NOON), limits(address=1):
        statuses = [
            browser_of(acme).get(ME, REMOTE_ADDR=address).status_code
            for address in ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1")
        ]
    assert statuses == [401, 429, 401]


def test_a_call_that_is_not_allowed_counts_too(acme: TenantInfo, browser_of: Browser) -> None:
    with frozen(NOON), limits(token=2):
        with in_tenant(acme):
            token = personal_token(UserFactory(), [Scope.COURSES_READ])
        answers = [browser_of(acme).get(ME, headers=bearing(token)) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [403, 403, 429]
    assert answers[0]["RateLimit"].startswith('"token";r=1;t=42')


def test_who_has_used_up_their_own_does_not_use_up_the_companys(
    acme: TenantInfo, browser_of: Browser
) -> None:
    with frozen(NOON), limits(token=1, company=2):
        with in_tenant(acme):
            person = UserFactory()
            one, two = personal_token(person), personal_token(person)
        client = browser_of(acme)
        statuses = [client.get(ME, headers=bearing(one)).status_code for _ in range(5)]
        assert statuses == [200, 429, 429, 429, 429]
        assert client.get(ME, headers=bearing(two)).status_code == 200


def test_limits_of_one_are_not_anothers(
    acme: TenantInfo, zenith: TenantInfo, browser_of: Browser
) -> None:
    with frozen(NOON), limits(token=1):
        with in_tenant(acme):
            person = UserFactory(roles=[Role.OWNER])
            one, two = personal_token(person), personal_token(person)
        with in_tenant(zenith):
            theirs = service_token()
        client = browser_of(acme)
        assert client.get(ME, headers=bearing(one)).status_code == 200
        assert client.get(ME, headers=bearing(one)).status_code == 429
        assert client.get(ME, headers=bearing(two)).status_code == 200
        answer = browser_of(zenith).get("/api/v1/people/", headers=bearing(theirs))
        assert answer.status_code == 200


def test_all_of_a_persons_tokens_count_together(acme: TenantInfo, browser_of: Browser) -> None:
    with frozen(NOON), limits(person=1):
        with in_tenant(acme):
            person = UserFactory()
            one, two = personal_token(person), personal_token(person)
        client = browser_of(acme)
        assert client.get(ME, headers=bearing(one)).status_code == 200
        assert client.get(ME, headers=bearing(two)).status_code == 429
        assert browser_of(acme, person).get(ME).status_code == 429


def test_with_redis_away_calls_go_through(
    acme: TenantInfo, browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Open, not closed: the limits keep order among programs and guard no secret."""

    def away(*_args: Any, **_kwargs: Any) -> None:
        raise redis.ConnectionError

    with in_tenant(acme):
        token = personal_token(UserFactory())
    with limits(token=1), monkeypatch.context() as broken:
        broken.setattr(cache._cache, "get_client", away)  # type: ignore[attr-defined]
        for _ in range(3):
            assert browser_of(acme).get(ME, headers=bearing(token)).status_code == 200
