"""The accounts that are one person since they were merged."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from tenants.accounts.models import User
from tenants.accounts.selectors.phone import numbers_of


@dataclass(frozen=True)
class AccountNames:
    """One account, by what rows name it with; `phone` in E.164, both empty where there is none."""

    id: UUID
    kept_id: UUID
    email: str
    phone: str


def accounts_of(person_id: UUID) -> list[AccountNames]:
    """Return a person's account and those that were merged into it; empty when there is no such person.

    Merging points every account of a person at the one that goes on, so there are no chains.
    """
    rows = list(User.objects.filter(Q(id=person_id) | Q(merged_into=person_id)).order_by("id"))
    numbers = numbers_of(row.id for row in rows)
    return [
        AccountNames(row.id, row.merged_into_id or row.id, row.email or "", numbers.get(row.id, ""))
        for row in rows
    ]


def merged_before(moment: datetime) -> list[UUID]:
    """Return the accounts merged away before a moment that still hold something."""
    rows = User.objects.filter(merged_at__lt=moment).order_by("merged_at", "id")
    return list(rows.values_list("id", flat=True))
