"""People as the planner needs to know them, many at once with the same few queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from tenants.accounts.api import User
from tenants.notify.enums import Rhythm
from tenants.notify.hours import Quiet
from tenants.notify.models import (
    AddressTrouble,
    PersonRules,
    Preference,
    PushSubscription,
)
from tenants.notify.planning import Reader
from tenants.notify.selectors.company import Company
from tenants.notify.selectors.phone import phones_of, text_channels
from tenants.schemas import current_tenant


@dataclass(frozen=True)
class Rules:
    """One person's rules, or the company's where they have none of their own."""

    zone: str
    own_zone: str
    is_quiet_on: bool
    quiet: Quiet
    rhythm: Rhythm
    digest_hour: int
    digest_weekday: int


def rules_of(row: PersonRules | None, company: Company) -> Rules:
    """Return what holds for a person."""
    zone = current_tenant().time_zone
    if row is None:
        start = company.rules
        return Rules(
            zone=zone,
            own_zone="",
            is_quiet_on=start.is_quiet_on,
            quiet=Quiet(start.quiet_from, start.quiet_until),
            rhythm=Rhythm(start.rhythm),
            digest_hour=PersonRules().digest_hour,
            digest_weekday=0,
        )
    return Rules(
        zone=row.time_zone or zone,
        own_zone=row.time_zone,
        is_quiet_on=row.is_quiet_on,
        quiet=Quiet(row.quiet_from, row.quiet_until),
        rhythm=Rhythm(row.rhythm),
        digest_hour=row.digest_hour,
        digest_weekday=row.digest_weekday,
    )


def readers_of(users: Sequence[User], company: Company) -> dict[UUID, Reader]:
    """Return what the planner must know of each person; five queries for any number."""
    ids = [user.id for user in users]
    rows = {row.user_id: row for row in PersonRules.objects.filter(user_id__in=ids)}
    chosen: dict[UUID, dict[tuple[str, str], bool]] = {}
    for user_id, kind, channel, is_on in Preference.objects.filter(user_id__in=ids).values_list(
        "user_id", "kind", "channel", "is_on"
    ):
        chosen.setdefault(user_id, {})[kind, channel] = is_on
    devices = dict(
        PushSubscription.objects.filter(user_id__in=ids)
        .values("user_id")
        .annotate(n=Count("id"))
        .values_list("user_id", "n")
    )
    troubles = {
        (user_id, address): trouble
        for user_id, address, trouble in AddressTrouble.objects.filter(
            address__in=[user.email for user in users if user.email],
            user_id__in=ids,
            cleared_at__isnull=True,
        ).values_list("user_id", "address", "trouble")
    }
    phones, texts = phones_of(users), text_channels()
    readers = {}
    for user in users:
        rules = rules_of(rows.get(user.id), company)
        readers[user.id] = Reader(
            is_active=user.is_active,
            email=user.email or "",
            phone=phones.get(user.id, ""),
            texts=texts,
            devices=devices.get(user.id, 0),
            chosen=chosen.get(user.id, {}),
            quiet=rules.quiet if rules.is_quiet_on else None,
            zone=rules.zone,
            rhythm=rules.rhythm,
            digest_hour=rules.digest_hour,
            digest_weekday=rules.digest_weekday,
            trouble=troubles.get((user.id, user.email or ""), ""),
        )
    return readers
