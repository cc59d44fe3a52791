"""The home page: true counts, paths to walk, nothing invented."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from learning.delivery.api import enrol_learner
from tenants.kernel.clock import now
from tenants.registry.enums import ChangeKind
from tenants.registry.models import RegistryChange, RegistryEntry
from tenants.registry.selectors import count_holding
from tenants.schemas import PUBLIC, in_public
from tests.factories.accounts import UserFactory
from tests.factories.catalogue import CourseFactory, make_path, make_published_course

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
GUEST_QUERIES, LEARNER_QUERIES = 8, 12


def entry(number: int, *, days_ago: int = 0) -> RegistryEntry:
    return RegistryEntry.objects.create(
        code=f"CODE-{number:04d}", tenant_id=UUID(int=0), certificate_id=uuid4(),
        issuer_name="Us", learner_name="Asha Rao", course_title="A course", version_number=1,
        lessons_total=1, duration_minutes=5, issued_at=now() - timedelta(days=days_ago),
        credential_sha256="0" * 64,
    )  # fmt: skip


def said(one: RegistryEntry, kind: ChangeKind, *, minutes: int) -> None:
    RegistryChange.objects.create(
        event_id=uuid4(), code=one.code, tenant_id=one.tenant_id, kind=kind,
        at=now() + timedelta(minutes=minutes),
    )  # fmt: skip


@pytest.mark.parametrize("count", [1, 30])
def test_it_takes_as_many_queries_for_many(
    browser_of: Browser, django_assert_max_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    with in_public():
        courses = [make_published_course(modules=1, lessons=1) for _ in range(count)]
        for course in courses:
            make_path(course)
        learner = UserFactory()
        enrol_learner(course_id=courses[0].id, learner_id=learner.id)
    guest, known = browser_of(PUBLIC), browser_of(PUBLIC, learner)
    known.get("/account/")
    with django_assert_max_num_queries(GUEST_QUERIES):
        page = guest.get("/").content.decode()
    assert page.count('<ol class="journey"') == count
    with django_assert_max_num_queries(LEARNER_QUERIES):
        page = known.get("/").content.decode()
    assert "Continue learning" in page


def test_an_empty_site_claims_nothing(browser_of: Browser) -> None:
    page = browser_of(PUBLIC).get("/").content.decode()
    for claim in ("earned in", "We work with", '<ol class="journey"', "Sales leadership"):
        assert claim not in page
    assert "No course is published yet" in page


def test_each_kind_is_counted_truly_and_leads_to_as_many(browser_of: Browser) -> None:
    with in_public():
        for title in ("Cold calls", "Warm calls"):
            make_published_course(title=title, industry="b2b")
        make_published_course(title="At the counter", industry="retail")
        CourseFactory(title="A draft", industry="b2b")
        CourseFactory(title="Another draft", industry="saas")
    browser = browser_of(PUBLIC)
    page = browser.get("/").content.decode()
    kinds = page.partition('<div class="kinds">')[2].partition("</div>")[0]
    found = re.findall(
        r'<a href="([^"]+)">.*?<b>([^<]+)</b><span class="num">([^<]+)</span></a>', kinds, re.S
    )
    assert found == [
        ("/courses/?industry=b2b", "B2B", "2 courses"),
        ("/courses/?industry=retail", "Retail", "1 course"),
    ]
    for way, _label, said_there in found:
        results = browser.get(way).content.decode()
        assert re.findall(r'<h2 class="num"[^>]*>([^<]+)</h2>', results) == [said_there]
        shown = results.count('<li class="book">')
        assert said_there.split()[0] == str(shown)


def test_certificates_that_hold_are_counted(browser_of: Browser) -> None:
    with in_public():
        cache.clear()  # the count is kept for a quarter of an hour
        kept, revoked, back = entry(1), entry(2), entry(3)
        entry(4, days_ago=800)
        said(kept, ChangeKind.RENDERED, minutes=1)
        said(revoked, ChangeKind.REVOKED, minutes=1)
        said(revoked, ChangeKind.RENDERED, minutes=2)
        said(back, ChangeKind.REVOKED, minutes=1)
        said(back, ChangeKind.REINSTATED, minutes=2)
        assert count_holding(since=now() - timedelta(days=1)) == 2
        assert count_holding(since=now() - timedelta(days=900)) == 3
    assert "2 certificates earned in" in browser_of(PUBLIC).get("/").content.decode()


def test_partners_are_named_only_when_configured(browser_of: Browser, settings: Settings) -> None:
    settings.PARTNERS = (("A & B <i>", "https://partner.example/"),)
    page = browser_of(PUBLIC).get("/").content.decode()
    assert "A &amp; B &lt;i&gt;" in page
    assert 'href="https://partner.example/"' in page


def test_the_map_of_another_language_stands_in_for_none(browser_of: Browser) -> None:
    with in_public():
        make_path(make_published_course(), title="First job")
    assert "First job" in browser_of(PUBLIC).get("/?lang=ta").content.decode()
