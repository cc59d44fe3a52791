"""Host names: whose they are, and what an unknown one learns."""

import re
import time
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.test import Client, override_settings

from tenants.enums import TenantStatus
from tenants.kernel.names import link, origin
from tenants.middleware import host
from tenants.models import Domain, Tenant
from tenants.schemas import TenantInfo, in_public
from tests.factories.tenants import stand

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "name",
    ["nobody.localhost", "example.com", "acme.localhost.example.com", "", "ACME", "127.0.0.1"],
)
def test_an_unknown_host_gets_a_plain_404_that_names_nobody(acme: TenantInfo, name: str) -> None:
    answer = Client(headers={"host": name}).get("/")
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (
        404,
        b"Not found\n",
        "text/plain",
    )
    assert answer.cookies == {}


@pytest.mark.parametrize("name", ["acme.localhost", "ACME.localhost:8000", "acme.localhost."])
def test_a_companys_host_is_recognised_however_it_is_written(acme: TenantInfo, name: str) -> None:
    found = host.hosts.find(name.split(":")[0].rstrip(".").lower())
    assert found is not None
    assert found.schema_name == acme.schema_name
    assert Client(headers={"host": name}).get("/no-such-page/").status_code == 404


@pytest.mark.parametrize("status", [TenantStatus.PROVISIONING, TenantStatus.ERASED])
def test_a_company_without_a_schema_is_unknown(acme: TenantInfo, status: TenantStatus) -> None:
    with in_public():
        Tenant.objects.filter(id=acme.id).update(status=status)
    assert Client(headers={"host": "acme.localhost"}).get("/").content == b"Not found\n"


def test_content_hosts_belong_to_their_company(acme: TenantInfo) -> None:
    assert host.hosts.find("acme.content.localhost") == acme
    public = host.hosts.find("content.localhost")
    assert public is not None
    assert public.is_public
    assert host.hosts.find("nobody.content.localhost") is None


def test_a_host_is_looked_up_once_in_a_while(
    acme: TenantInfo, django_assert_num_queries: object
) -> None:
    host.hosts.find("acme.localhost")
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert host.hosts.find("acme.localhost") == acme


def test_a_change_is_known_everywhere_within_seconds(
    acme: TenantInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = time.monotonic()
    monkeypatch.setattr(host, "time", SimpleNamespace(monotonic=lambda: moment))
    # The process may be listening since an earlier test; this one is about those that cannot.
    monkeypatch.setattr(host.hosts, "_news", SimpleNamespace(is_heard=False))
    assert host.hosts.find("acme.localhost") == acme
    stand(acme, TenantStatus.SUSPENDED)
    moment += 5.1
    found = host.hosts.find("acme.localhost")
    assert found is not None
    assert found.status == TenantStatus.SUSPENDED


def test_a_process_that_hears_of_changes_remembers_for_longer(
    acme: TenantInfo, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: object
) -> None:
    moment = time.monotonic()
    monkeypatch.setattr(host, "time", SimpleNamespace(monotonic=lambda: moment))
    monkeypatch.setattr(host.hosts, "_news", SimpleNamespace(is_heard=True))
    host.hosts.find("acme.localhost")
    moment += 29
    with django_assert_num_queries(0):  # type: ignore[operator]
        host.hosts.find("acme.localhost")
    stand(acme, TenantStatus.SUSPENDED)
    host.hosts.forget()  # what it does when it hears
    found = host.hosts.find("acme.localhost")
    assert found is not None
    assert found.status == TenantStatus.SUSPENDED


def test_what_was_looked_up_before_a_change_is_not_remembered_after_it(
    acme: TenantInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_up = host._look_up

    def overtaken(name: str) -> TenantInfo | None:
        found = look_up(name)
        stand(acme, TenantStatus.SUSPENDED)
        host.hosts.forget()
        return found

    with monkeypatch.context() as patch:
        patch.setattr(host, "_look_up", overtaken)
        host.hosts.find("acme.localhost")
    found = host.hosts.find("acme.localhost")
    assert found is not None
    assert found.status == TenantStatus.SUSPENDED


@override_settings(SECURE_HSTS_SECONDS=600, SECURE_HSTS_INCLUDE_SUBDOMAINS=True)
def test_on_a_companys_own_domain_we_speak_for_that_host_alone(acme: TenantInfo) -> None:
    with in_public():
        Domain.objects.create(tenant_id=acme.id, domain="acme.example", is_primary=False)
    ours = Client(headers={"host": "acme.localhost"}).get("/account/login/", secure=True)
    theirs = Client(headers={"host": "acme.example"}).get("/account/login/", secure=True)
    assert ours["Strict-Transport-Security"] == "max-age=600; includeSubDomains"
    assert theirs["Strict-Transport-Security"] == "max-age=600"


def test_forms_may_lead_on_to_the_main_address_and_nowhere_else(acme: TenantInfo) -> None:
    """Browsers hold redirects after a form to `form-action`; who signs in elsewhere is led there."""
    with in_public():
        Domain.objects.create(tenant_id=acme.id, domain="acme.example", is_primary=False)

    def forms_at(name: str) -> str:
        policy = Client(headers={"host": name}).get("/account/login/")["Content-Security-Policy"]
        (found,) = [one.strip() for one in policy.split(";") if "form-action" in one]
        return found

    assert forms_at("acme.example") == f"form-action 'self' {origin(acme)}"
    assert forms_at("acme.localhost") == "form-action 'self'"
    assert forms_at("localhost") == "form-action 'self'"


def test_what_a_page_is_made_of_answers_at_each_of_a_companys_addresses(acme: TenantInfo) -> None:
    """A page loads its sheet, icon, manifest and worker from its own host alone."""
    with in_public():
        Domain.objects.create(tenant_id=acme.id, domain="acme.example", is_primary=False)
    elsewhere = Client(headers={"host": "acme.example"})
    page = elsewhere.get("/account/login/").content.decode()
    parts = set(re.findall(r'<link [^>]*href="(/[^"#]+)"', page))
    parts |= set(re.findall(r'(?:src|data-worker)="(/[^"#]+)"', page))
    parts = {part for part in parts if not part.startswith(settings.STATIC_URL)}
    assert {"/brand.css", "/manifest.webmanifest", "/app-worker.js"} <= {
        part.partition("?")[0] for part in parts
    }
    for part in [*parts, "/offline/"]:
        assert elsewhere.get(part).status_code == 200, part
    assert elsewhere.get("/favicon.ico")["Location"].startswith("/brand/icon/")
    assert elsewhere.get("/learn/").status_code == 302


def test_links_never_follow_the_host_that_was_asked(acme: TenantInfo) -> None:
    with in_public():
        Domain.objects.create(tenant_id=acme.id, domain="acme.example", is_primary=False)
    found = host.hosts.find("acme.example")
    assert found is not None
    assert link("/x/", found) == link("/x/", acme)
