"""Summaries: what could wait, in one mail."""

from collections import defaultdict
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation

from tenants.accounts.api import User
from tenants.kernel.clock import now
from tenants.kernel.ids import uuid7
from tenants.kernel.mail import queue_mail
from tenants.kernel.names import link
from tenants.notify.enums import Channel, DeliveryState, Reason
from tenants.notify.kinds import kind_named
from tenants.notify.models import Delivery
from tenants.notify.places import place
from tenants.notify.planning import is_on, obstacle_to
from tenants.notify.selectors.company import language_of, overrides_of, read_company
from tenants.notify.selectors.reader import readers_of
from tenants.notify.services.dispatching import word
from tenants.notify.services.mailing import stop_headers, stop_links
from tenants.schemas import current_tenant

# More than this is counted, not listed.
MOST_LISTED = 40


def send_digest(*, user_id: UUID) -> None:
    """Write one mail about everything that is due for a person; what was read meanwhile is left out.

    The rows are locked and marked with the mail in one transaction: two jobs make one summary.
    """
    with transaction.atomic():
        user = User.objects.filter(id=user_id).first()
        rows = list(
            Delivery.objects.select_for_update(of=("self",))
            .select_related("notification__user")
            .filter(user_id=user_id, state=DeliveryState.DIGESTED, due_at__lte=now())
            .order_by("created_at", "id")
        )
        if user is None or not rows:
            return
        wanted = _still_wanted(user, rows)
        if wanted:
            _write(user, wanted)


def _still_wanted(user: User, rows: list[Delivery]) -> list[Delivery]:
    company = read_company()
    reader = readers_of([user], company)[user.id]
    dropped: defaultdict[str, list[UUID]] = defaultdict(list)
    wanted = []
    for row in rows:
        kind = kind_named(row.kind)
        obstacle = obstacle_to(Channel.MAIL, reader, mandatory=kind.is_mandatory)
        if row.notification is None or row.notification.read_at is not None:
            dropped[Reason.READ].append(row.id)
        elif not user.is_active:
            dropped[Reason.INACTIVE].append(row.id)
        elif not is_on(kind, Channel.MAIL, chosen=reader.chosen, company=company.choices):
            dropped[Reason.SWITCHED_OFF].append(row.id)
        elif obstacle is not None:
            dropped[obstacle].append(row.id)
        else:
            wanted.append(row)
    for reason, ids in dropped.items():
        Delivery.objects.filter(id__in=ids).update(state=DeliveryState.SUPPRESSED, reason=reason)
    return wanted


def _write(user: User, rows: list[Delivery]) -> None:
    tenant, language, message_id = current_tenant(), language_of(user.language), uuid7()
    overrides = overrides_of(row.kind for row in rows)
    kinds = list({row.kind: kind_named(row.kind) for row in rows}.values())
    items = []
    with translation.override(language), timezone.override(tenant.time_zone):
        for row in rows[:MOST_LISTED]:
            assert row.notification is not None
            worded = word(row.notification, overrides, zone=tenant.time_zone)
            url = link(row.notification.url or place("notify:centre"))
            items.append({"line": worded.line, "url": url, "at": row.created_at})
        queue_mail(
            to=user.email or "",
            template="digest",
            context={
                "name": user.display_name,
                "items": items,
                "count": len(rows),
                "more": len(rows) - len(items),
                "action_url": link(place("notify:centre")),
                "action_label": translation.gettext("See all"),
                **stop_links(user.id, kinds),
            },
            language=language,
            headers=stop_headers(user.id, kinds),
            message_id=message_id,
        )
    Delivery.objects.filter(id__in=[row.id for row in rows]).update(
        state=DeliveryState.QUEUED, message_id=message_id, address=user.email or ""
    )
