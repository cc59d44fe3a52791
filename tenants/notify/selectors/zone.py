"""Where somebody lives, as far as clocks are concerned."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from tenants.kernel.statements import ANY_ID, Written
from tenants.notify.models import PersonRules
from tenants.schemas import current_tenant


def zone_of(user_id: UUID) -> str:
    """Return a person's time zone (an IANA name): their own choice, else the company's. One query."""
    for (own,) in _OWN.rows(user_id):
        if own:
            return str(own)
    return current_tenant().time_zone


def _own(user_id: UUID) -> "QuerySet[PersonRules, Any]":
    return PersonRules.objects.filter(user_id=user_id).values_list("time_zone")


_OWN = Written(_own, ANY_ID)
