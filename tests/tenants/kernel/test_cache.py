"""What one company caches, no other finds."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

from tenants.backend.base import NoSchemaEntered
from tenants.kernel.cache import DisposableCache
from tenants.schemas import TenantInfo, in_public, in_tenant
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


def test_each_company_has_its_own_keys(acme: TenantInfo, zenith: TenantInfo) -> None:
    with in_tenant(acme):
        cache.set("figures", "acme's")
        assert cache.get("figures") == "acme's"
    for door in (in_tenant(zenith), in_public()):
        with door:
            assert cache.get("figures") is None
    with in_tenant(zenith):
        cache.set("figures", "zenith's")
        cache.delete("figures")
    with in_tenant(acme):
        assert cache.get("figures") == "acme's"
        cache.delete("figures")


def test_without_a_company_nothing_is_cached() -> None:
    for act in (lambda: cache.set("a", 1), lambda: cache.get("a")):
        with pytest.raises(NoSchemaEntered):
            act()


def test_with_redis_away_the_cache_is_empty_and_nobody_is_stopped(acme: TenantInfo) -> None:
    away = DisposableCache(
        "redis://127.0.0.1:1/0", {"KEY_FUNCTION": "tenants.kernel.cache.tenant_key"}
    )
    with in_tenant(acme):
        away.set("a", 1)
        assert (away.get("a"), away.get("a", 5), away.has_key("a")) == (None, 5, False)
        assert (away.add("a", 1), away.incr("a"), away.delete("a")) == (True, 1, False)
        assert (away.get_many(["a"]), away.set_many({"a": 1}), away.touch("a")) == ({}, [], False)
        away.delete_many(["a"])
    # Left alone for a while after the failure, it still says that nobody entered a company.
    with pytest.raises(NoSchemaEntered):
        away.get("a")


def test_people_can_sign_in_while_redis_is_away(
    acme: TenantInfo, settings: object, browser_of: Callable[..., Client]
) -> None:
    with in_tenant(acme):
        user = UserFactory()
    settings.CACHES = {  # type: ignore[attr-defined]
        "default": {
            **settings.CACHES["default"],  # type: ignore[attr-defined]
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    visitor = browser_of(acme)
    answer = visitor.post("/account/login/", {"login": user.email, "password": PASSWORD})
    assert (answer.status_code, "sessionid" in visitor.cookies) == (302, True)
