"""Phone numbers as pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tenants.accounts.models import PhoneNumber, User
from tenants.kernel.phones import display_number
from tenants.kernel.texts import texts_work


@dataclass(frozen=True)
class PhoneInfo:
    """A person's number; when it was proved is UTC, None for not yet."""

    number: str
    shown: str
    verified_at: datetime | None


def phone_of(user_id: UUID) -> PhoneInfo | None:
    """Return a person's number, if they have one."""
    row = PhoneNumber.objects.filter(user_id=user_id).first()
    if row is None:
        return None
    return PhoneInfo(row.number, display_number(row.number), row.verified_at)


def numbers_of(user_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return people's numbers in E.164; who has none is left out. One query."""
    rows = PhoneNumber.objects.filter(user_id__in=list(user_ids))
    return dict(rows.values_list("user_id", "number"))


def user_by_proved_number(number: str) -> User | None:
    """Return whose proved number this is, switched on or off."""
    row = (
        PhoneNumber.objects.select_related("user")
        .filter(number=number, verified_at__isnull=False)
        .first()
    )
    return row.user if row else None


def has_proved_number(user: User) -> bool:
    """Whether a code to their phone could prove who somebody is."""
    return (
        texts_work() and PhoneNumber.objects.filter(user=user, verified_at__isnull=False).exists()
    )
