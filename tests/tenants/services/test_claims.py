"""A company's own domains: proven by nobody else, lost when the proof is, taken from nobody."""

import socket
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import Settings

from tenants.domain_names import challenge_value
from tenants.enums import ClaimState
from tenants.kernel import clock, jobs
from tenants.kernel.directory import tenant_by_host
from tenants.kernel.errors import Conflict, Invalid, Missing
from tenants.middleware.host import hosts
from tenants.models import Domain, DomainClaim, OwnerNotice
from tenants.schemas import TenantInfo, in_public
from tenants.services.claims import do
from tenants.services.clock import tick
from tenants.services.domain_check import check_domain
from tests.database import company
from tests.tenants.services.conftest import Zone

pytestmark = pytest.mark.django_db
LEARN = "learn.acme.example"
START = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
POINTS = f"{LEARN} CNAME custom.smh.example"


def _act(tenant: TenantInfo, act: str, domain: str = LEARN) -> None:
    with in_public():
        do(act=act, tenant_id=tenant.id, domain=domain, actor_id=None)
        jobs.run_due()


def _claim(tenant: TenantInfo, domain: str = LEARN) -> DomainClaim:
    with in_public():
        return DomainClaim.objects.get(tenant_id=tenant.id, domain=domain)


def _proof(tenant: TenantInfo) -> str:
    value = challenge_value(tenant_id=tenant.id, domain=LEARN, claim_id=_claim(tenant).id)
    return f"_smh-challenge.{LEARN} TXT {value}"


def _look(tenant: TenantInfo) -> DomainClaim:
    with in_public():
        check_domain(claim_id=_claim(tenant).id)
    return _claim(tenant)


def _hosts() -> list[tuple[str, bool]]:
    with in_public():
        return list(Domain.objects.order_by("domain").values_list("domain", "is_primary"))


@pytest.fixture
def proven(acme: TenantInfo, zone: Zone) -> TenantInfo:
    with clock.frozen(START):
        zone.set()
        _act(acme, "add")
        zone.set(_proof(acme), POINTS)
        assert _look(acme).state == ClaimState.VERIFIED
    return acme


def test_an_unproven_domain_is_nobodys_host(acme: TenantInfo, zone: Zone) -> None:
    zone.set(POINTS)
    _act(acme, "add")
    claim = _claim(acme)
    assert (claim.state, claim.finding, claim.points_here) == ("pending", "missing", True)
    assert tenant_by_host(LEARN) is None
    assert Client(headers={"host": LEARN}).get("/").content == b"Not found\n"


def test_a_proven_one_becomes_a_host_and_its_owners_are_told(proven: TenantInfo) -> None:
    assert (LEARN, False) in _hosts()
    found = tenant_by_host(LEARN)
    assert found is not None
    assert (found.id, found.domain) == (proven.id, "acme.localhost")
    with in_public():
        assert [n.facts for n in OwnerNotice.objects.all()] == [
            {"domain": LEARN, "what": "verified"}
        ]


def test_the_proof_of_one_company_is_of_no_use_to_another(
    acme: TenantInfo, zenith: TenantInfo, zone: Zone
) -> None:
    zone.set()
    _act(acme, "add")
    _act(zenith, "add")
    zone.set(_proof(acme), POINTS)
    claim = _look(zenith)
    assert (claim.state, claim.finding) == (ClaimState.PENDING, "other_value")
    assert tenant_by_host(LEARN) is None
    assert _look(acme).state == ClaimState.VERIFIED


def test_what_one_company_has_proven_another_cannot_take(
    proven: TenantInfo, zenith: TenantInfo, zone: Zone
) -> None:
    _act(zenith, "add")
    zone.set(_proof(proven), _proof(zenith), POINTS)
    claim = _look(zenith)
    assert (claim.state, claim.finding) == (ClaimState.PENDING, "taken")
    found = tenant_by_host(LEARN)
    assert found is not None
    assert found.id == proven.id
    with pytest.raises(Conflict):
        _act(zenith, "make_primary")
    for act in ("check", "remove"):
        _act(zenith, act)
    assert (LEARN, False) in _hosts()
    with pytest.raises(Missing):
        _act(zenith, "remove", "acme.localhost")


def test_an_unproven_claim_does_not_block_the_true_owner_and_expires(
    acme: TenantInfo, zenith: TenantInfo, zone: Zone
) -> None:
    zone.set()
    with clock.frozen(START):
        _act(zenith, "add")
        _act(acme, "add")
        zone.set(_proof(acme))
        assert _look(acme).state == ClaimState.VERIFIED
    with clock.frozen(START + timedelta(days=15)):
        claim = _look(zenith)
        assert (claim.state, claim.next_check_at) == (ClaimState.EXPIRED, None)


def test_links_pages_and_cookies_follow_the_main_address(proven: TenantInfo) -> None:
    _act(proven, "make_primary")
    hosts.forget()
    assert _hosts()[-1][0] == "zenith.localhost"
    assert dict(_hosts())[LEARN] is True
    assert company("acme").domain == LEARN
    moved = Client(headers={"host": "acme.localhost"}).get("/learn/?a=1")
    address = f"http://{LEARN}{settings.URL_PORT}/learn/?a=1"
    assert (moved.status_code, moved["Location"]) == (302, address)
    at_home = Client(headers={"host": LEARN}).get("/account/login/")
    assert at_home.status_code == 200
    for path in ("/api/v1/courses/", "/account/login/", "/manage/company/"):
        answer = Client(headers={"host": "acme.localhost"}).get(path)
        assert LEARN not in answer.get("Location", "")
    _act(proven, "use_own", "")
    assert company("acme").domain == "acme.localhost"


def test_a_domain_that_leads_elsewhere_does_not_become_the_main_one(
    proven: TenantInfo, zone: Zone
) -> None:
    zone.set(_proof(proven), f"{LEARN} A 198.51.100.9")
    assert _look(proven).points_here is False
    with pytest.raises(Conflict):
        _act(proven, "make_primary")
    assert dict(_hosts())["acme.localhost"] is True
    zone.set(_proof(proven), f"{LEARN} A 192.0.2.7")
    assert _look(proven).points_here is True


def test_a_lost_proof_warns_first_and_takes_the_domain_after_three_days(
    proven: TenantInfo, zone: Zone
) -> None:
    _act(proven, "make_primary")
    zone.set(POINTS)
    with clock.frozen(START + timedelta(days=30)):
        assert _look(proven).state == ClaimState.FAILING
        assert dict(_hosts())[LEARN] is True
    with clock.frozen(START + timedelta(days=32.9)):
        assert _look(proven).state == ClaimState.FAILING
    with clock.frozen(START + timedelta(days=33.1)):
        assert _look(proven).state == ClaimState.OFF
    assert LEARN not in dict(_hosts())
    assert company("acme").domain == "acme.localhost"
    assert tenant_by_host(LEARN) is None
    with in_public():
        assert [n.facts["what"] for n in OwnerNotice.objects.order_by("created_at", "id")] == [
            "verified",
            "failing",
            "off",
        ]
    zone.set(_proof(proven), POINTS)
    with clock.frozen(START + timedelta(days=34)):
        assert _look(proven).state == ClaimState.VERIFIED
    assert dict(_hosts())[LEARN] is False


def test_resolvers_that_do_not_answer_take_nothing_away(
    proven: TenantInfo, settings: Settings
) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        settings.DNS_RESOLVERS = [f"127.0.0.1:{silent.getsockname()[1]}"]
        settings.DNS_TIMEOUT_SECONDS = 0.1
        with clock.frozen(START + timedelta(days=40)):
            claim = _look(proven)
    assert (claim.state, claim.finding, claim.points_here) == ("verified", "no_answer", True)


def test_one_resolver_that_was_fooled_proves_nothing(
    acme: TenantInfo, zone: Zone, settings: Settings
) -> None:
    zone.set()
    _act(acme, "add")
    zone.set(_proof(acme))
    fooled = settings.DNS_RESOLVERS[0]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        quiet = f"127.0.0.1:{silent.getsockname()[1]}"
        settings.DNS_RESOLVERS, settings.DNS_TIMEOUT_SECONDS = [fooled, quiet, quiet], 0.1
        assert _look(acme).state == ClaimState.PENDING


def test_removing_is_taken_back_with_the_same_proof(proven: TenantInfo) -> None:
    _act(proven, "make_primary")
    _act(proven, "remove")
    assert LEARN not in dict(_hosts())
    assert company("acme").domain == "acme.localhost"
    _act(proven, "restore")
    assert _claim(proven).state == ClaimState.VERIFIED
    assert dict(_hosts())[LEARN] is False
    with pytest.raises(Missing):
        _act(proven, "restore")


def test_bad_names_and_acts_change_nothing(acme: TenantInfo, zone: Zone) -> None:
    for domain in ("acme.localhost", "10.0.0.1", ""):
        with pytest.raises(Invalid):
            _act(acme, "add", domain)
    with pytest.raises(Missing):
        _act(acme, "delete_everything")
    zone.set()
    _act(acme, "add")
    with pytest.raises(Conflict):
        _act(acme, "add", LEARN.upper())
    with in_public():
        assert DomainClaim.objects.count() == 1


def test_the_clock_looks_at_what_is_due(proven: TenantInfo, zone: Zone) -> None:
    zone.set(POINTS)
    with clock.frozen(START + timedelta(hours=23)), in_public():
        tick()
        jobs.run_due()
    assert _claim(proven).state == ClaimState.VERIFIED
    with clock.frozen(START + timedelta(hours=25)), in_public():
        tick()
        jobs.run_due()
    assert _claim(proven).state == ClaimState.FAILING
