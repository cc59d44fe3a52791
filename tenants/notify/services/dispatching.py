"""From a message to its channels: decided and written in one transaction, so it happens once or not yet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation

from tenants.accounts.api import User
from tenants.kernel.clock import now
from tenants.kernel.ids import uuid7
from tenants.kernel.jobs import enqueue
from tenants.notify.enums import Channel, DeliveryState
from tenants.notify.kinds import Group, kind_named
from tenants.notify.models import Delivery, Notification
from tenants.notify.planning import Planned, plan
from tenants.notify.selectors.company import language_of, overrides_of, read_company
from tenants.notify.selectors.reader import readers_of
from tenants.notify.services.mailing import post_mail
from tenants.notify.wording import Overrides, Worded, decode, put_in_words
from tenants.schemas import current_tenant


@dataclass
class _Outcome:
    deliveries: list[Delivery] = field(default_factory=list)
    mails: list[tuple[Notification, Delivery, Worded]] = field(default_factory=list)


def dispatch(*, notification_ids: Sequence[UUID]) -> None:
    """Decide on the channels of messages and set them going; those decided on are left alone.

    A worker that dies in between leaves nothing behind: the rows, the mails in the outbox, the jobs
    of other channels and the bell's count are of one transaction.
    """
    with transaction.atomic():
        rows = list(
            Notification.objects.select_for_update(of=("self",))
            .select_related("user")
            .filter(id__in=notification_ids, dispatched_at__isnull=True)
            .order_by("id")
        )
        if not rows:
            return
        outcome = _decide(rows)
        Delivery.objects.bulk_create(outcome.deliveries)
        for row, delivery, worded in outcome.mails:
            post_mail(notification=row, delivery=delivery, worded=worded)
        set_going(outcome.deliveries)
        moment = now()
        Notification.objects.filter(id__in=[row.id for row in rows]).update(dispatched_at=moment)
        _count_unread(row.user_id for row in rows if row.read_at is None)


def goes_while_halted(*, notification_ids: Sequence[UUID]) -> bool:
    """Whether messages of a suspended company are decided on: its owners hear how it stands."""
    kinds = Notification.objects.filter(id__in=notification_ids).values_list("kind", flat=True)
    return any(kind_named(kind).group == Group.COMPANY for kind in kinds)


def _decide(rows: Sequence[Notification]) -> _Outcome:
    company = read_company()
    readers = readers_of(list({row.user_id: row.user for row in rows}.values()), company)
    overrides = overrides_of(row.kind for row in rows)
    outcome, moment = _Outcome(), now()
    for row in rows:
        kind, reader = kind_named(row.kind), readers[row.user_id]
        worded = word(row, overrides, zone=reader.zone)
        steps = plan(
            kind, reader, company=company.choices, now=moment, falls_back=company.rules.falls_back
        )
        for step in steps:
            delivery = new_delivery(row, step, title=worded.title, moment=moment)
            outcome.deliveries.append(delivery)
            if step.channel == Channel.MAIL and step.state == DeliveryState.QUEUED:
                delivery.message_id = uuid7()
                outcome.mails.append((row, delivery, worded))
    return outcome


def word(row: Notification, overrides: dict[tuple[str, str], Overrides], *, zone: str) -> Worded:
    """Return a message in its reader's language and time zone, with the company's own words."""
    kind, language = kind_named(row.kind), language_of(row.user.language or row.language)
    with translation.override(language), timezone.override(zone):
        return put_in_words(
            kind,
            decode(kind, row.context),
            name=row.user.display_name,
            company=current_tenant().name,
            overrides=overrides.get((kind.name, language)),
        )


def new_delivery(row: Notification, step: Planned, *, title: str, moment: datetime) -> Delivery:
    """Return the log's row for one channel of a message, unsaved."""
    is_there = step.channel == Channel.IN_APP
    return Delivery(
        notification=row,
        user_id=row.user_id,
        kind=row.kind,
        channel=step.channel,
        state=step.state,
        reason=step.reason,
        title=title[:300],
        address=(row.user.email or "") if step.channel == Channel.MAIL else "",
        created_at=moment,
        due_at=step.due_at,
        sent_at=moment if is_there else None,
    )


def set_going(deliveries: Iterable[Delivery]) -> None:
    """Ask for the jobs that send what is queued, held or collected; mails queued have theirs."""
    summaries: set[tuple[UUID, datetime]] = set()
    for one in deliveries:
        if one.state == DeliveryState.DIGESTED and one.user_id and one.due_at:
            summaries.add((one.user_id, one.due_at))
        elif one.channel not in (Channel.IN_APP, Channel.MAIL) and one.state in (
            DeliveryState.QUEUED,
            DeliveryState.HELD,
        ):
            enqueue("notify.deliver", run_after=one.due_at, delivery_id=one.id)
    for user_id, due_at in sorted(summaries):
        enqueue("notify.send_digest", run_after=due_at, user_id=user_id)


def _count_unread(user_ids: Iterable[UUID]) -> None:
    """Add one to the bell of each; people in one order, so that two chunks never wait in a ring."""
    wanted = sorted(set(user_ids))
    locked = User.objects.select_for_update(no_key=True).filter(id__in=wanted).order_by("id")
    ids = [user.id for user in locked]
    User.objects.filter(id__in=ids).update(unread_notifications=F("unread_notifications") + 1)
