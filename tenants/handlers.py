"""What the directory does when a company asks. Delivered, in `public`.

The company is the one the event comes from. What became of it is written down under the request's id, so
that its page can say so: done, or refused and why.
"""

from collections.abc import Callable
from uuid import UUID

from django.db import transaction
from django.utils import translation

from tenants.enums import Mover, RequestOutcome, TenantStatus
from tenants.events import ClosingAsked, DetailsChanged, DomainAsked, ReopeningAsked
from tenants.kernel.directory_news import announce_change
from tenants.kernel.errors import DomainError
from tenants.models import CompanyRequest, Tenant
from tenants.schemas import TenantInfo
from tenants.services import claims
from tenants.services.life import change_status
from tenants.services.slugs import clean_company_name


def on_details_changed(event: DetailsChanged, *, event_id: UUID, origin: TenantInfo) -> None:
    """Give a company the name, time zone and language its owner chose."""

    def change() -> None:
        Tenant.objects.filter(id=origin.id).update(
            name=clean_company_name(event.name), time_zone=event.time_zone, locale=event.locale
        )
        announce_change()

    _do("details", event.request_id, origin, change)


def on_closing_asked(event: ClosingAsked, *, event_id: UUID, origin: TenantInfo) -> None:
    """Close a company on its owner's word."""

    def close() -> None:
        change_status(
            tenant_id=origin.id,
            target=TenantStatus.CLOSED,
            mover=Mover.OWNER,
            actor_id=event.actor_id,
            reason=event.reason,
        )

    _do("closing", event.request_id, origin, close)


def on_reopening_asked(event: ReopeningAsked, *, event_id: UUID, origin: TenantInfo) -> None:
    """Open a company again, as it stood before it was closed."""

    def reopen() -> None:
        before = Tenant.objects.values_list("closed_from", flat=True).get(id=origin.id)
        change_status(
            tenant_id=origin.id,
            target=TenantStatus(before or TenantStatus.ACTIVE),
            mover=Mover.OWNER,
            actor_id=event.actor_id,
            expected=TenantStatus.CLOSED,
        )

    _do("reopening", event.request_id, origin, reopen)


def on_domain_asked(event: DomainAsked, *, event_id: UUID, origin: TenantInfo) -> None:
    """Do something about one of a company's domains."""

    def act() -> None:
        claims.do(act=event.act, tenant_id=origin.id, domain=event.domain, actor_id=event.actor_id)

    _do(f"domain_{event.act}", event.request_id, origin, act, subject=event.domain)


def _do(
    kind: str, request_id: UUID, origin: TenantInfo, act: Callable[[], None], *, subject: str = ""
) -> None:
    outcome, message = RequestOutcome.DONE, ""
    with translation.override(origin.locale):
        try:
            with transaction.atomic():
                act()
        except DomainError as error:
            outcome, message = RequestOutcome.REFUSED, str(error.message)[:300]
    CompanyRequest.objects.get_or_create(
        id=request_id,
        defaults={
            "tenant_id": origin.id,
            "kind": kind,
            "subject": subject,
            "outcome": outcome,
            "message": message,
        },
    )
