"""A learner's certificate pages: their own only, right in every state, cheap."""

import io
import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from PIL import Image
from pypdf import PdfReader

from learning.credentials.models import Certificate, CertificateTemplate
from learning.credentials.services.revocation import revoke_certificate
from tenants.kernel import storage
from tenants.kernel.clock import now
from tenants.kernel.jobs import run_due
from tenants.kernel.models import Job, OutboxEvent
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.credentials import certificate_for, complete, enrolled, published_course

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]


def test_the_list_shows_one_s_own(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        learner, other = UserFactory(), UserFactory()
        mine = certificate_for(learner, published_course("Closing well"))
        theirs = certificate_for(other)
    page = browser_of(acme, learner).get("/learn/certificates/").content.decode()
    assert "Closing well" in page
    assert mine.code in page
    assert theirs.code not in page


def test_an_empty_list_says_what_to_do(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        learner = UserFactory()
    response = browser_of(acme, learner).get("/learn/certificates/")
    assert response.status_code == 200
    assert "No certificate yet" in response.content.decode()


@pytest.mark.parametrize("count", [1, 12])
def test_the_list_costs_the_same(
    acme: TenantInfo, browser_of: Browser, django_assert_max_num_queries: Any, count: int
) -> None:
    with in_tenant(acme):
        learner = UserFactory()
        for number in range(count):
            certificate_for(learner, published_course(f"Course {number}", (1,)))
    client = browser_of(acme, learner)
    client.get("/learn/certificates/")
    with django_assert_max_num_queries(12):
        page = client.get("/learn/certificates/").content.decode()
    assert page.count('<li class="award">') == count


def test_the_page_while_the_pdf_is_prepared(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        learner = UserFactory(name="Asha Rao", native_name="आशा राव", native_language="hi")
        made = certificate_for(learner)
    client = browser_of(acme, learner)
    address = f"/learn/certificates/{made.id}/"
    page = client.get(address).content.decode()
    assert "The PDF is being prepared" in page
    assert f'hx-get="{address}state/"' in page
    assert '<h2 class="c-name c-name-xl" lang="hi">आशा राव</h2>' in page
    assert client.get(f"{address}pdf/")["Location"] == address
    with in_tenant(acme):
        run_due()
    part = client.get(f"{address}state/").content.decode()
    assert "Download PDF" in part
    assert "hx-get" not in part


def test_a_delayed_pdf_says_so_and_is_asked_for_again(
    acme: TenantInfo, browser_of: Browser
) -> None:
    with in_tenant(acme):
        learner = UserFactory()
        made = certificate_for(learner)
        Certificate.objects.update(state="failed")
    part = browser_of(acme, learner).get(f"/learn/certificates/{made.id}/state/").content.decode()
    assert "takes longer than usual" in part
    assert "hx-get" in part


def test_the_files(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        learner = UserFactory()
        made = certificate_for(learner)
        run_due()
    client = browser_of(acme, learner)
    pdf = client.get(f"/learn/certificates/{made.id}/pdf/")
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf["Content-Disposition"] == f'attachment; filename="{made.code}.pdf"'
    assert len(PdfReader(io.BytesIO(pdf.content)).pages) == 1
    signed = client.get(f"/learn/certificates/{made.id}/json/")
    assert signed["Content-Disposition"] == f'attachment; filename="{made.code}.json"'
    assert json.loads(signed.content) == made.credential


def brand_with_logo() -> bytes:
    """Give the entered company a logo, and return its bytes."""
    picture = io.BytesIO()
    Image.new("RGB", (12, 4)).save(picture, "PNG")
    CertificateTemplate.objects.create(
        issuer_name="Acme",
        colour="#8a2a5b",
        logo_key=storage.store("brand/l.png", picture.getvalue()),
        updated_at=now(),
    )
    return picture.getvalue()


def test_the_logo_of_the_day(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        learner = UserFactory()
        plain = certificate_for(learner, published_course("Plain", (1,)))
        picture = brand_with_logo()
        made = certificate_for(learner, published_course("With logo", (1,)))
    client = browser_of(acme, learner)
    assert client.get(f"/learn/certificates/{plain.id}/logo/").status_code == 404
    answer = client.get(f"/learn/certificates/{made.id}/logo/")
    assert (answer["Content-Type"], answer.content) == ("image/png", picture)
    page = client.get(f"/learn/certificates/{made.id}/").content.decode()
    assert f'src="/learn/certificates/{made.id}/logo/"' in page


def test_a_revoked_one_says_so(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        learner = UserFactory()
        made = certificate_for(learner)
        revoke_certificate(certificate_id=made.id, reason="Shared answers.", by=UserFactory())
    page = browser_of(acme, learner).get(f"/learn/certificates/{made.id}/").content.decode()
    assert "This certificate was revoked" in page
    assert "Shared answers." in page
    assert "linkedin.com" not in page


PARTS = ["", "state/", "pdf/", "json/", "logo/"]


@pytest.mark.parametrize("part", PARTS)
def test_somebody_else_s_is_answered_as_none(
    acme: TenantInfo, zenith: TenantInfo, browser_of: Browser, part: str
) -> None:
    with in_tenant(acme):
        brand_with_logo()
        owner, colleague = UserFactory(), UserFactory()
        made = certificate_for(owner)
        run_due()
    assert browser_of(acme, owner).get(f"/learn/certificates/{made.id}/{part}").status_code == 200
    with in_tenant(zenith):
        stranger = UserFactory()
    for tenant, person in ((acme, colleague), (zenith, stranger)):
        client = browser_of(tenant, person)
        foreign = client.get(f"/learn/certificates/{made.id}/{part}")
        nowhere = client.get(f"/learn/certificates/{uuid4()}/{part}")
        assert (foreign.status_code, nowhere.status_code) == (404, 404)
        assert made.code not in foreign.content.decode()


@pytest.mark.parametrize("part", PARTS)
def test_a_visitor_is_asked_to_sign_in(acme: TenantInfo, browser_of: Browser, part: str) -> None:
    with in_tenant(acme):
        made = certificate_for(UserFactory())
    answer = browser_of(acme).get(f"/learn/certificates/{made.id}/{part}")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/")


@pytest.mark.parametrize("verb", ["get", "post"])
def test_before_completion_the_page_refuses_and_nothing_is_made(
    acme: TenantInfo, browser_of: Browser, verb: str
) -> None:
    with in_tenant(acme):
        learner = UserFactory()
        enrolment = enrolled(learner)
        before = (Job.objects.count(), OutboxEvent.objects.count())
    answer = getattr(browser_of(acme, learner), verb)(
        f"/learn/certificates/for/{enrolment.course_id}/"
    )
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "3 lessons are still open: 0 of 3 are done." in page
    assert f"/learn/{enrolment.course_id}/" in page
    with in_tenant(acme):
        assert Certificate.objects.count() == 0
        assert (Job.objects.count(), OutboxEvent.objects.count()) == before


def test_after_completion_the_address_leads_to_it(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        learner = UserFactory()
        made = certificate_for(learner)
    answer = browser_of(acme, learner).get(f"/learn/certificates/for/{made.course_id}/")
    assert answer["Location"] == f"/learn/certificates/{made.id}/"


def test_a_completion_from_before_certificates_can_ask_for_one(
    acme: TenantInfo, browser_of: Browser
) -> None:
    with in_tenant(acme):
        learner = UserFactory()
        enrolment = enrolled(learner)
        complete(enrolment)
        Certificate.objects.all().delete()
    client = browser_of(acme, learner)
    address = f"/learn/certificates/for/{enrolment.course_id}/"
    shown = client.get(address)
    assert shown.status_code == 200
    assert "Make my certificate" in shown.content.decode()
    with in_tenant(acme):
        assert Certificate.objects.count() == 0
    answer = client.post(address)
    with in_tenant(acme):
        assert answer["Location"] == f"/learn/certificates/{Certificate.objects.get().id}/"


def test_a_course_one_is_not_in_is_none(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        course_id, learner = published_course(), UserFactory()
    client = browser_of(acme, learner)
    for unknown in (course_id, uuid4()):
        assert client.get(f"/learn/certificates/for/{unknown}/").status_code == 404
        assert client.post(f"/learn/certificates/for/{unknown}/").status_code == 404
    with in_tenant(acme):
        assert Certificate.objects.count() == 0
