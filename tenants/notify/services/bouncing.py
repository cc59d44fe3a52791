"""Takes reports about mails: from the mail relay, signed, and matched with what was really sent."""

import hashlib
import hmac
import re
from base64 import b64encode
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction

from tenants.kernel.clock import now
from tenants.kernel.directory import public_tenant, tenant_by_id
from tenants.kernel.jobs import enqueue
from tenants.kernel.models import MailMessage
from tenants.notify.enums import DeliveryState, Reason
from tenants.notify.models import Delivery
from tenants.notify.reports import Report, Said, read_report
from tenants.notify.services.outcome import fail
from tenants.notify.services.trouble import note_bounce, note_complaint
from tenants.schemas import PUBLIC, TenantInfo, in_public, in_tenant, lives_here

log = structlog.get_logger(__name__)
_TOLERANCE_SECONDS = 300
_NUMBER = re.compile(r"\d{1,12}")


def is_signed_by_relay(*, timestamp: str, signature: str, body: bytes) -> bool:
    """Whether our relay posted this, just now.

    Args:
        timestamp: Unix time in seconds, as it stands in the header.
        signature: hex HMAC-SHA256, under MAIL_RELAY_SECRET, of the timestamp, a dot and the body.
        body: as it came.
    """
    if not settings.MAIL_RELAY_SECRET or not _NUMBER.fullmatch(timestamp):
        return False
    if abs(now().timestamp() - int(timestamp)) > _TOLERANCE_SECONDS:
        return False
    return hmac.compare_digest(sign_for_relay(timestamp, body), signature.lower())


def sign_for_relay(timestamp: str, body: bytes) -> str:
    """Return the signature that the relay puts beside a report."""
    key = settings.MAIL_RELAY_SECRET.encode()
    return hmac.new(key, timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def take_report(raw: bytes) -> Report | None:
    """Write down what a report says, in the schema of the company whose mail it is about.

    Call it outside any transaction. A report about a mail that was never sent, or to somebody else,
    changes nothing: whoever can send mail to our bounce address can write one. A second time neither.

    Returns:
        The report when it was about a mail of ours.
    """
    report = read_report(raw)
    if report is None:
        return None
    is_ours = report.company_id == PUBLIC.id
    tenant = public_tenant() if is_ours else tenant_by_id(report.company_id)
    if tenant is None:
        return None
    if not lives_here(tenant):
        _send_on(raw, tenant)
        return report
    with in_tenant(tenant), transaction.atomic():
        return report if _take(report) else None


def _send_on(raw: bytes, tenant: TenantInfo) -> None:
    """Have the workers of the company's cluster take a report."""
    with in_public(), transaction.atomic():
        enqueue("notify.take_report", raw=b64encode(raw).decode(), tenant_id=tenant.id)


def _take(report: Report) -> bool:
    message = MailMessage.objects.filter(id=report.message_id).first()
    if message is None or (report.recipients and message.to.lower() not in report.recipients):
        log.warning("report_about_no_mail_of_ours", message_id=str(report.message_id))
        return False
    if report.said == Said.DELIVERED:
        Delivery.objects.filter(message_id=message.id, state=DeliveryState.SENT).update(
            state=DeliveryState.DELIVERED
        )
    elif report.said == Said.FAILED:
        fail(
            _not_yet_back(message.id),
            reason=Reason.REFUSED,
            error=report.diagnostic,
            bounced=True,
        )
        if report.is_hard:
            note_bounce(
                address=message.to, user_id=_whose(message.id), diagnostic=report.diagnostic
            )
    elif report.said == Said.COMPLAINED:
        note_complaint(address=message.to, user_id=_whose(message.id), diagnostic=report.diagnostic)
    return True


def _whose(message_id: UUID) -> UUID | None:
    """Return who a mail was written to: by its line in the log, for the address may be another's now."""
    line = Delivery.objects.filter(message_id=message_id, user__isnull=False).first()
    return line.user_id if line else None


def _not_yet_back(message_id: UUID) -> list[Delivery]:
    return list(
        Delivery.objects.select_for_update(of=("self",))
        .select_related("notification__user")
        .filter(message_id=message_id)
        .exclude(state=DeliveryState.BOUNCED)
        .order_by("id")
    )
