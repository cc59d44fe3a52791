"""Taking a certificate back, and taking that back. Every step stays on record."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from learning.credentials.enums import StatusChange
from learning.credentials.events import CertificateReinstated, CertificateRevoked
from learning.credentials.models import Certificate, CertificateStatusChange
from tenants.accounts.api import User
from tenants.kernel import audit
from tenants.kernel.clock import now
from tenants.kernel.errors import Conflict, Invalid, Missing
from tenants.kernel.events import publish
from tenants.notify.api import notify

LONGEST_REASON = 300


def revoke_certificate(*, certificate_id: UUID, reason: str, by: User) -> Certificate:
    """Declare that a certificate no longer holds.

    Args:
        certificate_id: of the entered schema.
        reason: shown to everyone who checks the certificate.
        by: who decides.

    Raises:
        Invalid: when the reason is empty or too long.
        Missing: when there is no such certificate.
        Conflict: when it is revoked already.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise Invalid(
            _("Give the reason: whoever checks the certificate reads it."), field="reason"
        )
    if len(reason) > LONGEST_REASON:
        raise Invalid(_("Keep the reason to 300 characters."), field="reason")
    with transaction.atomic():
        certificate = _locked(certificate_id)
        if certificate.revoked_at is not None:
            raise Conflict(_("This certificate is revoked already."))
        moment = _keep(certificate, StatusChange.REVOKED, reason=reason, by=by)
        certificate.revoked_at, certificate.revoked_reason = moment, reason
        certificate.save(update_fields=["revoked_at", "revoked_reason"])
        notify(
            to=certificate.learner_id,
            kind="learning.certificate_revoked",
            context={"course_title": certificate.course_title, "reason": reason},
            dedupe_key=f"revoked:{certificate.id}:{int(moment.timestamp())}",
            url=f"/learn/certificates/{certificate.id}/",
            about=f"certificate:{certificate.id}",
        )
        publish(
            CertificateRevoked(
                certificate_id=certificate.id,
                code=certificate.code,
                reason=reason,
                revoked_at=moment,
            )
        )
    return certificate


def reinstate_certificate(*, certificate_id: UUID, by: User) -> Certificate:
    """Take a revocation back: the certificate holds again, and both steps stay on record.

    Raises:
        Missing: when there is no such certificate.
        Conflict: when it is not revoked.
    """
    with transaction.atomic():
        certificate = _locked(certificate_id)
        if certificate.revoked_at is None:
            raise Conflict(_("This certificate is valid; there is nothing to take back."))
        certificate.revoked_at, certificate.revoked_reason = None, ""
        certificate.save(update_fields=["revoked_at", "revoked_reason"])
        moment = _keep(certificate, StatusChange.REINSTATED, reason="", by=by)
        publish(
            CertificateReinstated(
                certificate_id=certificate.id, code=certificate.code, reinstated_at=moment
            )
        )
    return certificate


def _locked(certificate_id: UUID) -> Certificate:
    certificate = Certificate.objects.select_for_update().filter(id=certificate_id).first()
    if certificate is None:
        raise Missing(_("There is no such certificate."))
    return certificate


def _keep(certificate: Certificate, kind: StatusChange, *, reason: str, by: User) -> datetime:
    moment = now()
    CertificateStatusChange.objects.create(
        certificate=certificate,
        kind=kind,
        reason=reason,
        at=moment,
        by_id=by.id,
        by_name=by.display_name,
    )
    audit.record(
        f"certificate.{kind}",
        actor=by,
        target=f"{certificate.learner_name}: {certificate.course_title}",
        target_id=certificate.id,
        changes={"code": certificate.code, **({"reason": reason} if reason else {})},
    )
    return moment
