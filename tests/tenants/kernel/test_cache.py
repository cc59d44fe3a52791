"""What one company caches, no other finds."""

import pytest
from django.core.cache import cache

from tenants.backend.base import NoSchemaEntered
from tenants.schemas import TenantInfo, in_public, in_tenant

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
