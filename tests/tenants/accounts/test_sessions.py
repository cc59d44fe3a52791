"""Sessions, reset links and confirmation links belong to one schema."""

from collections.abc import Callable
from importlib import import_module

import pytest
from allauth.account.models import EmailAddress, EmailConfirmation
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

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
