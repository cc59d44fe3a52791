"""A completed course becomes one signed certificate; an unfinished one becomes none."""

import threading
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import connections, transaction

from learning.credentials.enums import CertificateState
from learning.credentials.handlers import on_branding_changed, on_course_completed
from learning.credentials.models import Certificate
from learning.credentials.services import issuing
from learning.credentials.services.checking import check_credential
from learning.credentials.services.keys import issuer_did, platform_did
from learning.delivery.api import enrolment_by_id
from learning.delivery.events import CourseCompleted
from tenants.kernel import clock
from tenants.kernel.errors import Missing, Refused
from tenants.kernel.models import Job, OutboxEvent
from tenants.kernel.reactions import Reactions
from tenants.schemas import TenantInfo, in_tenant
from tests import database
from tests.factories.accounts import UserFactory
from tests.factories.credentials import certificate_for, complete, enrolled, published_course

MOMENT = datetime(2026, 12, 18, 9, 30, tzinfo=UTC)


@pytest.mark.django_db
def test_completing_a_course_issues_its_certificate(acme: TenantInfo) -> None:
    with in_tenant(acme):
        learner = UserFactory(
            name="Ananya Deshpande", native_name="अनन्या देशपांडे", native_language="mr"
        )
        with clock.frozen(MOMENT):
            made = certificate_for(learner, published_course("Discovery questions", (2, 1)))
    assert (made.learner_name, made.learner_native_name, made.learner_native_language) == (
        "Ananya Deshpande",
        "अनन्या देशपांडे",
        "mr",
    )
    assert (made.course_title, made.version_number) == ("Discovery questions", 1)
    assert (made.lessons_total, made.segments, made.duration_minutes) == (3, [2, 1], 60)
    assert (made.issuer_name, made.colour, made.score_percent) == ("Acme Realty", "#1e40af", None)
    assert (made.issued_at, made.revoked_at, made.state) == (
        MOMENT,
        None,
        CertificateState.ISSUED,
    )


@pytest.mark.django_db
def test_the_credential_says_the_same_and_is_signed(acme: TenantInfo) -> None:
    with in_tenant(acme):
        learner = UserFactory(name="Karthik", native_name="கார்த்திக்", native_language="ta")
        with clock.frozen(MOMENT):
            made = certificate_for(learner)
    document = made.credential
    assert document["id"] == f"{settings.PUBLIC_ORIGIN}/verify/{made.code}/"
    assert document["issuer"]["name"] == "Acme Realty"
    assert document["issuer"]["id"] == issuer_did(acme.id)
    assert document["validFrom"] == "2026-12-18T09:30:00Z"
    subject = document["credentialSubject"]
    assert [one["identityHash"] for one in subject["identifier"]] == ["Karthik", "கார்த்திக்"]
    assert subject["achievement"]["name"] == "Discovery questions"
    check = check_credential(document)
    assert (check.is_credential, check.names_our_key, check.proof_holds) == (True, True, True)
    assert check.code == made.code


@pytest.mark.django_db
def test_the_marketplace_signs_as_the_platform(public: TenantInfo) -> None:
    with in_tenant(public):
        made = certificate_for(UserFactory())
        assert made.credential["issuer"]["id"] == platform_did()
        assert made.issuer_name == "Sales Mastery Hub"


@pytest.mark.django_db
def test_a_course_completed_twice_gives_one_certificate(acme: TenantInfo) -> None:
    with in_tenant(acme):
        made = certificate_for(UserFactory())
        jobs, told = Job.objects.count(), OutboxEvent.objects.count()
        enrolment = enrolment_by_id(made.enrolment_id)
        assert enrolment is not None
        on_course_completed(
            CourseCompleted(
                enrolment_id=enrolment.id,
                learner_id=enrolment.learner_id,
                course_id=enrolment.course_id,
                version_id=enrolment.version_id,
                completed_at=MOMENT,
            )
        )
        again = issuing.issue_certificate(enrolment_id=enrolment.id, issued_at=MOMENT)
        assert again == made.id
        assert [row.code for row in Certificate.objects.all()] == [made.code]
        assert (Job.objects.count(), OutboxEvent.objects.count()) == (jobs, told)


@pytest.mark.django_db
def test_before_completion_it_is_refused_and_nothing_is_made(acme: TenantInfo) -> None:
    with in_tenant(acme):
        enrolment = enrolled(UserFactory())
        before = (Job.objects.count(), OutboxEvent.objects.count())
        with pytest.raises(Refused):
            issuing.issue_certificate(enrolment_id=enrolment.id, issued_at=MOMENT)
        assert Certificate.objects.count() == 0
        assert (Job.objects.count(), OutboxEvent.objects.count()) == before


@pytest.mark.django_db
def test_no_enrolment_no_certificate(acme: TenantInfo) -> None:
    with in_tenant(acme), pytest.raises(Missing):
        issuing.issue_certificate(enrolment_id=uuid4(), issued_at=MOMENT)


@pytest.mark.django_db
def test_another_company_s_enrolment_is_none_here(acme: TenantInfo, zenith: TenantInfo) -> None:
    with in_tenant(acme):
        enrolment = enrolled(UserFactory())
        complete(enrolment)
        assert Certificate.objects.count() == 1
    with in_tenant(zenith), pytest.raises(Missing):
        issuing.issue_certificate(enrolment_id=enrolment.id, issued_at=MOMENT)


class Brand:
    issuer_name = "Acme Realty Academy"
    colour = "#8a2a5b"
    logo_key = ""
    signatory_name = "Rohan Kulkarni"
    signatory_title = "Head of Sales"
    frame = "corners"
    background_key = "c_acme/brand/background-1.jpeg"


@pytest.mark.django_db
def test_the_brand_of_the_day_is_copied_and_kept(acme: TenantInfo) -> None:
    with in_tenant(acme):
        before = certificate_for(UserFactory())
        on_branding_changed(Brand())
        on_branding_changed(Brand())
        after = certificate_for(UserFactory())
        before.refresh_from_db()
    assert (after.issuer_name, after.colour) == ("Acme Realty Academy", "#8a2a5b")
    assert (after.signatory_name, after.signatory_title) == ("Rohan Kulkarni", "Head of Sales")
    assert (after.frame, after.background_key) == ("corners", "c_acme/brand/background-1.jpeg")
    assert (before.issuer_name, before.colour) == ("Acme Realty", "#1e40af")
    assert (before.frame, before.background_key) == ("band", "")


@pytest.mark.django_db
def test_a_refused_last_lesson_leaves_no_certificate(
    acme: TenantInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A later handler that refuses undoes the certificate together with the lesson."""
    path = f"{__name__}.refuse"
    reactions = settings.EVENTS["delivery.course_completed"]
    monkeypatch.setitem(
        settings.EVENTS,
        "delivery.course_completed",
        Reactions(inline=(*reactions.inline, path)),
    )
    with in_tenant(acme):
        enrolment = enrolled(UserFactory())
        with pytest.raises(Refused), transaction.atomic():
            complete(enrolment)
        assert Certificate.objects.count() == 0


def refuse(event: CourseCompleted) -> None:
    raise Refused("no")


@pytest.mark.usefixtures("committed")
def test_two_at_once_make_one(monkeypatch: pytest.MonkeyPatch) -> None:
    acme = database.company("acme")
    monkeypatch.setitem(settings.EVENTS, "delivery.course_completed", Reactions())
    with in_tenant(acme):
        enrolment = enrolled(UserFactory())
        complete(enrolment)
        assert Certificate.objects.count() == 0
    ready, made = threading.Barrier(2), list[UUID]()

    def ask() -> None:
        try:
            with in_tenant(acme):
                ready.wait()
                made.append(issuing.issue_certificate(enrolment_id=enrolment.id, issued_at=MOMENT))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with in_tenant(acme):
        (row,) = Certificate.objects.all()
        assert made == [row.id, row.id]
        assert Job.objects.filter(name="credentials.render_certificate").count() == 1
