"""How many people there are."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from tenants.accounts.models import User


@dataclass(frozen=True, slots=True)
class Headcount:
    """Active people of the entered schema, and those of them who joined lately."""

    active: int
    joined: int


def headcount(*, since: datetime) -> Headcount:
    """Return the counts. One query.

    Args:
        since: from when on somebody counts as joined lately (UTC).
    """
    found = User.objects.filter(is_active=True).aggregate(
        active=Count("id"), joined=Count("id", filter=Q(date_joined__gte=since))
    )
    return Headcount(found["active"], found["joined"])
