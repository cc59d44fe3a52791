"""Sessions, reset links and confirmation links belong to one schema."""

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from allauth.account.models import EmailAddress, EmailConfirmation
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tenants.accounts import sessions
from tenants.accounts.models import User
from tenants.accounts.sessions import SessionStore
from tenants.accounts.tokens import ResetTokenGenerator
from tenants.kernel.clock import now
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory


def test_settings_use_this_store() -> None:
    assert import_module(settings.SESSION_ENGINE).SessionStore is SessionStore


def _copy_session(key: str, to: TenantInfo, source: TenantInfo) -> None:
    with in_tenant(source):
        row = Session.objects.get(session_key=key)
        data, expires = row.session_data, row.expire_date
    with in_tenant(to):
        Session.objects.create(session_key=key, session_data=data, expire_date=expires)


def test_a_copied_row_is_no_session(
    acme: TenantInfo, zenith: TenantInfo, caplog: pytest.LogCaptureFixture
) -> None:
    with in_tenant(acme):
        store = SessionStore()
        store["who"] = "meena"
        store.create()
        assert SessionStore(store.session_key).load()["who"] == "meena"
    _copy_session(store.session_key, to=zenith, source=acme)
    with in_tenant(zenith):
        foreign = SessionStore(store.session_key)
        assert (foreign.load(), foreign.session_key) == ({}, None)
    assert "session_of_another_schema" in caplog.text


def test_a_copied_session_signs_nobody_in(
    acme: TenantInfo, zenith: TenantInfo, browser_of: Callable[..., Client]
) -> None:
    """Even with a person of the same id and password in the other company."""
    with in_tenant(acme):
        person = UserFactory()
    with in_tenant(zenith):
        User.objects.create(
            id=person.id, name=person.name, email=person.email, password=person.password
        )
    home = browser_of(acme, person)
    assert home.get("/account/").status_code == 200
    key = home.cookies[settings.SESSION_COOKIE_NAME].value
    _copy_session(key, to=zenith, source=acme)
    away = browser_of(zenith)
    away.cookies[settings.SESSION_COOKIE_NAME] = key
    assert away.get("/account/").status_code == 302


def _session_queries(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as queries:
        act()
    return sum("django_session" in query["sql"] for query in queries)


def _warm(browser: Client, tenant: TenantInfo) -> None:
    """As for somebody who has been at it for a while."""
    with in_tenant(tenant):
        cache.clear()
    assert browser.get("/account/").status_code == 200


def test_a_request_of_somebody_at_work_asks_for_no_session(
    acme: TenantInfo, browser_of: Callable[..., Client]
) -> None:
    with in_tenant(acme):
        person = UserFactory()
    browser = browser_of(acme, person)
    assert _session_queries(lambda: browser.get("/account/")) == 1  # just signed in
    _warm(browser, acme)
    assert _session_queries(lambda: browser.get("/account/")) == 0


def test_an_ended_session_is_over_at_once_in_spite_of_its_copy(
    acme: TenantInfo, browser_of: Callable[..., Client]
) -> None:
    with in_tenant(acme):
        person = UserFactory()
    browser = browser_of(acme, person)
    _warm(browser, acme)
    with in_tenant(acme):
        sessions.end([browser.cookies[settings.SESSION_COOKIE_NAME].value])
    assert browser.get("/account/").status_code == 302


def _saved(**data: str) -> str:
    store = SessionStore()
    store.update(data)
    store.create()
    cache.clear()
    return str(store.session_key)


def test_a_request_that_was_overtaken_by_the_end_leaves_no_copy(
    acme: TenantInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    with in_tenant(acme):
        key = _saved(who="meena")
        read = sessions._ROW.rows

        def slowly(*asked: Any) -> list[tuple[Any, ...]]:
            rows = read(*asked)
            sessions.end([key])
            return rows

        with monkeypatch.context() as patch:
            patch.setattr(sessions._ROW, "rows", slowly)
            assert SessionStore(key).load() == {"who": "meena"}
        assert SessionStore(key).load() == {}


def test_what_is_written_is_read_at_once(acme: TenantInfo) -> None:
    with in_tenant(acme):
        key = _saved(who="meena")
        assert SessionStore(key).load() == {"who": "meena"}  # and leaves a copy
        store = SessionStore(key)
        store["who"] = "ravi"
        store.save()
        assert SessionStore(key).load() == {"who": "ravi"}


def test_where_the_cache_cannot_be_told_the_copy_is_gone_within_a_minute(acme: TenantInfo) -> None:
    with in_tenant(acme):
        key = _saved(who="meena")
        SessionStore(key).load()
        Session.objects.filter(session_key=key).delete()  # and nobody tells
        assert SessionStore(key).load() == {"who": "meena"}
        name = cache.make_key(f"session:{key}")
        assert 0 < cache._cache.get_client(name).ttl(name) <= 30


def test_a_copy_is_no_longer_than_its_session(
    acme: TenantInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    with in_tenant(acme):
        key = _saved(who="meena")
        SessionStore(key).load()
        monkeypatch.setattr(sessions, "now", lambda: now() + timedelta(days=15))
        expired = SessionStore(key)
        assert (expired.load(), expired.session_key) == ({}, None)


def test_a_copy_taken_to_another_company_is_no_session(
    acme: TenantInfo, zenith: TenantInfo
) -> None:
    with in_tenant(acme):
        key = _saved(who="meena")
        SessionStore(key).load()
        copy = cache.get(f"session:{key}")
    with in_tenant(zenith):
        assert SessionStore(key).load() == {}
        cache.set(f"session:{key}", copy, 30)
        assert SessionStore(key).load() == {}


def test_the_signature_of_a_session_is_the_schemas(acme: TenantInfo, zenith: TenantInfo) -> None:
    with in_tenant(acme):
        person = UserFactory()
        here = person.get_session_auth_hash()
    with in_tenant(zenith):
        assert person.get_session_auth_hash() != here


def test_a_reset_token_is_the_schemas(acme: TenantInfo, zenith: TenantInfo) -> None:
    tokens = ResetTokenGenerator()
    with in_tenant(acme):
        person = UserFactory()
        token = tokens.make_token(person)
        assert tokens.check_token(person, token)
    with in_tenant(zenith):
        assert not tokens.check_token(person, token)


def test_a_confirmation_link_of_another_company_confirms_nobody(
    acme: TenantInfo, zenith: TenantInfo, browser_of: Callable[..., Client]
) -> None:
    """Both rows have the same number, as rows of two schemas do."""
    keys = {}
    for tenant in (acme, zenith):
        with in_tenant(tenant):
            person = UserFactory(verified=False)
            address = EmailAddress.objects.create(
                id=77, user=person, email=person.email, primary=True
            )
            keys[tenant.slug] = EmailConfirmation.create(address)
            EmailConfirmation.objects.filter(pk=keys[tenant.slug].pk).update(sent=now())
    path = f"/account/confirm-email/{keys['acme'].key}/"
    browser_of(zenith).post(path)
    with in_tenant(zenith):
        assert EmailAddress.objects.get().verified is False
    browser_of(acme).post(path)
    with in_tenant(acme):
        assert EmailAddress.objects.get().verified is True
