"""Revoking and reinstating: both on record, audited, told to the registry; refusals change nothing."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError

from learning.credentials.models import Certificate, CertificateStatusChange
from learning.credentials.services.revocation import reinstate_certificate, revoke_certificate
from tenants.kernel import clock
from tenants.kernel.errors import Conflict, Invalid, Missing
from tenants.kernel.models import AuditEntry, OutboxEvent
from tenants.schemas import TenantInfo, in_tenant
from tests import database
from tests.factories.accounts import UserFactory
from tests.factories.credentials import certificate_for

MOMENT = datetime(2026, 12, 20, 9, 30, tzinfo=UTC)


@pytest.mark.django_db
def test_revoking(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin, made = UserFactory(name="Meera"), certificate_for(UserFactory(name="Asha"))
        with clock.frozen(MOMENT):
            revoke_certificate(certificate_id=made.id, reason="  Answers were\nshared. ", by=admin)
        made.refresh_from_db()
        (change,) = CertificateStatusChange.objects.all()
        entry = AuditEntry.objects.get(action="certificate.revoked")
        told = OutboxEvent.objects.get(name="credentials.certificate_revoked").payload
    assert (made.revoked_at, made.revoked_reason) == (MOMENT, "Answers were shared.")
    assert (change.kind, change.reason, change.at, change.by_id, change.by_name) == (
        "revoked",
        "Answers were shared.",
        MOMENT,
        admin.id,
        "Meera",
    )
    assert (entry.actor_id, entry.target_id, entry.target) == (
        admin.id,
        made.id,
        "Asha: Discovery questions",
    )
    assert told == {
        "certificate_id": str(made.id),
        "code": made.code,
        "reason": "Answers were shared.",
        "revoked_at": MOMENT.isoformat(),
    }


@pytest.mark.django_db
def test_reinstating_keeps_both_steps(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin, made = UserFactory(), certificate_for(UserFactory())
        revoke_certificate(certificate_id=made.id, reason="By mistake.", by=admin)
        reinstate_certificate(certificate_id=made.id, by=admin)
        made.refresh_from_db()
        assert (made.revoked_at, made.revoked_reason) == (None, "")
        assert [c.kind for c in CertificateStatusChange.objects.order_by("id")] == [
            "revoked",
            "reinstated",
        ]
        assert AuditEntry.objects.filter(action="certificate.reinstated").count() == 1
        assert OutboxEvent.objects.filter(name="credentials.certificate_reinstated").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("reason", ["", " \n ", "x" * 301])
def test_without_a_fitting_reason_nothing_happens(acme: TenantInfo, reason: str) -> None:
    with in_tenant(acme):
        made = certificate_for(UserFactory())
        with pytest.raises(Invalid) as refusal:
            revoke_certificate(certificate_id=made.id, reason=reason, by=UserFactory())
        assert refusal.value.field == "reason"
        made.refresh_from_db()
        assert made.revoked_at is None
        assert CertificateStatusChange.objects.count() == 0


@pytest.mark.django_db
def test_twice_is_a_conflict(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin, made = UserFactory(), certificate_for(UserFactory())
        with pytest.raises(Conflict):
            reinstate_certificate(certificate_id=made.id, by=admin)
        revoke_certificate(certificate_id=made.id, reason="First.", by=admin)
        with pytest.raises(Conflict):
            revoke_certificate(certificate_id=made.id, reason="Second.", by=admin)
        made.refresh_from_db()
        assert made.revoked_reason == "First."
        assert CertificateStatusChange.objects.count() == 1


@pytest.mark.django_db
def test_another_company_s_certificate_does_not_exist(acme: TenantInfo, zenith: TenantInfo) -> None:
    with in_tenant(acme):
        made = certificate_for(UserFactory())
        assert Certificate.objects.filter(id=made.id).exists()
    with in_tenant(zenith):
        for unknown in (made.id, uuid4()):
            with pytest.raises(Missing):
                revoke_certificate(certificate_id=unknown, reason="x", by=UserFactory())
            with pytest.raises(Missing):
                reinstate_certificate(certificate_id=unknown, by=UserFactory())
    with in_tenant(acme):
        made.refresh_from_db()
        assert made.revoked_at is None


@pytest.mark.usefixtures("committed")
def test_the_application_cannot_rewrite_the_record() -> None:
    with in_tenant(database.company("acme")):
        made = certificate_for(UserFactory())
        revoke_certificate(certificate_id=made.id, reason="Shared answers.", by=UserFactory())
        rows = CertificateStatusChange.objects.all()
        for rewrite in (lambda: rows.update(reason="nothing"), rows.delete):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                rewrite()
        assert [row.reason for row in rows] == ["Shared answers."]
