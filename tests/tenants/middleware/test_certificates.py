"""Certificates on demand: for hosts of living companies, asked by the proxy alone, without a storm of queries."""

import time
from types import SimpleNamespace

import pytest
from django.test import Client, override_settings
from pytest_django import DjangoAssertNumQueries

from tenants.middleware import certificates
from tenants.models import Domain
from tenants.schemas import TenantInfo, in_public
from tests.factories.tenants import stand

pytestmark = pytest.mark.django_db
SECRET = "a-long-internal-secret"


def _ask(domain: str, **meta: str) -> int:
    return Client(**meta).get("/internal/tls-allowed", {"domain": domain}).status_code


@pytest.fixture
def learn(acme: TenantInfo) -> str:
    with in_public():
        Domain.objects.create(tenant_id=acme.id, domain="learn.acme.example", is_primary=False)
    return "learn.acme.example"


@pytest.mark.parametrize(
    ("status", "code"),
    [("trial", 200), ("active", 200), ("past_due", 200), ("suspended", 200), ("closed", 200),
     ("erased", 404), ("provisioning", 404), ("failed", 404)],
)  # fmt: skip
def test_living_companies_have_certificates(
    acme: TenantInfo, learn: str, status: str, code: int
) -> None:
    stand(acme, status)
    assert _ask(learn) == _ask(f"{learn.upper()}.") == code


@pytest.mark.parametrize(
    "name",
    ["", "evil.example", "localhost", "content.localhost", "acme.content.localhost", "127.0.0.1",
     "*.acme.example", "learn.acme.example.evil.example", "x" * 300, "लर्न.example", "a\x00b"],
)  # fmt: skip
def test_any_other_name_has_none(learn: str, name: str) -> None:
    assert _ask(name) == 404


@pytest.mark.parametrize(
    "meta",
    [
        {"REMOTE_ADDR": "10.0.0.7"},
        {"REMOTE_ADDR": "203.0.113.9"},
        {"REMOTE_ADDR": ""},
        # Somebody outside, whom a proxy on this machine let through.
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.9"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_FORWARDED": "for=203.0.113.9"},
    ],
)
def test_nobody_else_is_answered(learn: str, meta: dict[str, str]) -> None:
    assert _ask(learn, **meta) == 404


def test_with_a_secret_only_the_secret_counts(learn: str) -> None:
    with override_settings(INTERNAL_SECRET=SECRET):
        assert _ask(learn) == 404
        assert _ask(learn, HTTP_X_INTERNAL_SECRET="wrong") == 404
        assert _ask(learn, HTTP_X_INTERNAL_SECRET=SECRET, REMOTE_ADDR="10.0.0.7") == 200
        with_query = Client().get("/internal/tls-allowed", {"domain": learn, "secret": SECRET})
        assert with_query.status_code == 200


def test_a_name_is_looked_up_once(
    learn: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    _ask(learn)
    _ask("evil.example")
    with django_assert_num_queries(0):
        assert [_ask(learn) for _ in range(20)] == [200] * 20
        assert [_ask("evil.example") for _ in range(20)] == [404] * 20


def test_a_flood_of_names_is_held_back_and_known_ones_still_answered(
    learn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = time.monotonic()
    monkeypatch.setattr(certificates, "time", SimpleNamespace(monotonic=lambda: moment))
    certificates.answers.forget()
    assert _ask(learn) == 200
    codes = [_ask(f"n{number}.evil.example") for number in range(130)]
    assert (codes.count(404), codes.count(429)) == (99, 31)
    assert _ask(learn) == 200
    moment += 1
    assert [_ask(f"m{number}.evil.example") for number in range(25)].count(404) == 20
