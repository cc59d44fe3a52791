"""The registry takes what companies say of their own certificates, once, in whatever order it arrives."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError

from learning.credentials.events import (
    CertificateIssued,
    CertificateReinstated,
    CertificateRendered,
    CertificateRevoked,
)
from learning.credentials.services.revocation import reinstate_certificate, revoke_certificate
from tenants.kernel.errors import Conflict
from tenants.kernel.jobs import run_due
from tenants.kernel.models import HandledEvent, Job, OutboxDelivery
from tenants.registry import handlers
from tenants.registry.api import has_issued, lookup, lookup_pdf
from tenants.registry.models import RegistryChange, RegistryEntry
from tenants.schemas import TenantInfo, in_public, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.credentials import certificate_for

CODE = "7Q4K-92XD-M0PA"
ISSUED = datetime(2026, 12, 18, 9, 30, tzinfo=UTC)
PDF = "ab" * 32
CERTIFICATE = UUID("019a0000-0000-7000-8000-000000000001")


def issued(**changes: Any) -> CertificateIssued:
    facts: dict[str, Any] = {
        "certificate_id": CERTIFICATE,
        "code": CODE,
        "issuer_name": "Acme Realty",
        "learner_name": "Asha Rao",
        "learner_native_name": "आशा राव",
        "learner_native_language": "hi",
        "course_title": "Discovery questions",
        "version_number": 2,
        "score_percent": 86,
        "lessons_total": 9,
        "duration_minutes": 70,
        "issued_at": ISSUED,
        "credential_sha256": "cd" * 32,
    }
    return CertificateIssued(**{**facts, **changes})


def rendered(after: int = 1) -> CertificateRendered:
    return CertificateRendered(CERTIFICATE, CODE, PDF, ISSUED + timedelta(minutes=after))


def revoked(after: int = 2, reason: str = "Shared answers.") -> CertificateRevoked:
    return CertificateRevoked(CERTIFICATE, CODE, reason, ISSUED + timedelta(minutes=after))


def reinstated(after: int = 3) -> CertificateReinstated:
    return CertificateReinstated(CERTIFICATE, CODE, ISSUED + timedelta(minutes=after))


HANDLERS: dict[type, Callable[..., None]] = {
    CertificateIssued: handlers.on_certificate_issued,
    CertificateRendered: handlers.on_certificate_rendered,
    CertificateRevoked: handlers.on_certificate_revoked,
    CertificateReinstated: handlers.on_certificate_reinstated,
}


def tell(event: Any, origin: TenantInfo, event_id: UUID | None = None) -> None:
    HANDLERS[type(event)](event, event_id=event_id or uuid4(), origin=origin)


@pytest.mark.django_db
def test_what_is_told_is_found(acme: TenantInfo) -> None:
    with in_public():
        tell(issued(), acme)
        tell(rendered(), acme)
        found = lookup(CODE)
        assert found is not None
        assert (found.tenant_id, found.issuer_name, found.learner_name) == (
            acme.id,
            "Acme Realty",
            "Asha Rao",
        )
        assert (found.learner_native_name, found.learner_native_language) == ("आशा राव", "hi")
        assert (found.course_title, found.version_number, found.score_percent) == (
            "Discovery questions",
            2,
            86,
        )
        assert (found.lessons_total, found.duration_minutes, found.issued_at) == (9, 70, ISSUED)
        assert (found.is_valid, found.revoked_reason) == (True, "")
        assert found.pdf_sha256s == {PDF}
        assert lookup_pdf(PDF) == found


@pytest.mark.django_db
@pytest.mark.parametrize("typed", [CODE, "7q4k92xdmopa", " 7Q4K 92XD  M0PA ", "7q4k-92xd-mOpa"])
def test_a_code_is_found_however_typed(acme: TenantInfo, typed: str) -> None:
    with in_public():
        tell(issued(), acme)
        found = lookup(typed)
        assert found is not None
        assert found.code == CODE


@pytest.mark.django_db
def test_what_was_never_told_is_not_found(acme: TenantInfo) -> None:
    with in_public():
        assert lookup(CODE) is None
        assert lookup("") is None
        tell(issued(), acme)
        tell(rendered(), acme)
        assert lookup("0000-0000-0000") is None
        assert lookup_pdf("00" * 32) is None
        assert lookup_pdf("") is None
        assert has_issued(acme.id) is True
        assert has_issued(uuid4()) is False


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("order", "valid"),
    [
        (["issued", "revoked"], False),
        (["revoked", "issued"], False),
        (["issued", "revoked", "reinstated"], True),
        (["issued", "reinstated", "revoked"], True),
        (["reinstated", "revoked", "issued"], True),
    ],
)
def test_the_order_of_arrival_does_not_matter(
    acme: TenantInfo, order: list[str], valid: bool
) -> None:
    events: dict[str, Any] = {
        "issued": issued(),
        "revoked": revoked(after=2),
        "reinstated": reinstated(after=3),
    }
    with in_public():
        for name in order:
            tell(events[name], acme)
        found = lookup(CODE)
        assert found is not None
        assert found.is_valid is valid
        assert found.revoked_reason == ("" if valid else "Shared answers.")


@pytest.mark.django_db
def test_told_twice_is_kept_once(acme: TenantInfo) -> None:
    said = uuid4()
    with in_public():
        for _ in range(3):
            tell(issued(), acme)
            tell(revoked(), acme, said)
        assert RegistryEntry.objects.count() == 1
        assert RegistryChange.objects.count() == 1


@pytest.mark.django_db
def test_a_code_given_out_twice_is_not_overwritten(acme: TenantInfo, zenith: TenantInfo) -> None:
    with in_public():
        tell(issued(), acme)
        for other in (
            (issued(certificate_id=uuid4(), learner_name="Somebody else"), zenith),
            (issued(certificate_id=uuid4()), acme),
        ):
            with pytest.raises(Conflict):
                tell(*other)
        found = lookup(CODE)
        assert found is not None
        assert (found.learner_name, found.tenant_id) == ("Asha Rao", acme.id)


@pytest.mark.django_db
def test_no_company_speaks_for_another(acme: TenantInfo, zenith: TenantInfo) -> None:
    with in_public():
        tell(issued(), acme)
        tell(revoked(), zenith)
        tell(rendered(), zenith)
        found = lookup(CODE)
        assert found is not None
        assert (found.is_valid, found.pdf_sha256s) == (True, frozenset())
        assert lookup_pdf(PDF) is None
        tell(revoked(), acme)
        found = lookup(CODE)
        assert found is not None
        assert found.is_valid is False


@pytest.mark.django_db
def test_from_the_last_lesson_to_the_registry(acme: TenantInfo) -> None:
    with in_tenant(acme):
        learner, admin = UserFactory(name="Asha Rao"), UserFactory()
        made = certificate_for(learner)
        run_due()
        made.refresh_from_db()
    with in_public():
        found = lookup(made.code)
        assert found is not None
        assert (found.learner_name, found.tenant_id, found.is_valid) == ("Asha Rao", acme.id, True)
        assert found.pdf_sha256s == {made.pdf_sha256}
    with in_tenant(acme):
        revoke_certificate(certificate_id=made.id, reason="Shared answers.", by=admin)
        run_due()
    with in_public():
        found = lookup(made.code)
        assert found is not None
        assert (found.is_valid, found.revoked_reason) == (False, "Shared answers.")
    with in_tenant(acme):
        reinstate_certificate(certificate_id=made.id, by=admin)
        run_due()
    with in_public():
        found = lookup(made.code)
        assert found is not None
        assert found.is_valid is True


@pytest.mark.django_db
def test_every_delivery_may_be_repeated(acme: TenantInfo) -> None:
    """The worker died after writing into public and before it could say so; twice."""
    with in_tenant(acme):
        made = certificate_for(UserFactory())
        run_due()
        OutboxDelivery.objects.update(done_at=None)
        Job.objects.filter(name="kernel.deliver").update(state="queued")
        run_due()
    with in_public():
        HandledEvent.objects.all().delete()
    with in_tenant(acme):
        OutboxDelivery.objects.update(done_at=None)
        Job.objects.filter(name="kernel.deliver").update(state="queued")
        run_due()
    with in_public():
        assert RegistryEntry.objects.filter(code=made.code).count() == 1
        assert RegistryChange.objects.filter(code=made.code).count() == 1


@pytest.mark.usefixtures("committed")
def test_the_application_cannot_rewrite_the_registry() -> None:
    with in_public() as public:
        tell(issued(), public)
        tell(revoked(), public)
        entries, changes = RegistryEntry.objects.all(), RegistryChange.objects.all()
        for rewrite in (
            lambda: entries.update(learner_name="Somebody else"),
            lambda: changes.update(kind="reinstated"),
            lambda: entries._raw_delete("default"),
            lambda: changes._raw_delete("default"),
        ):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                rewrite()
        assert (entries.get().learner_name, changes.get().kind) == ("Asha Rao", "revoked")
