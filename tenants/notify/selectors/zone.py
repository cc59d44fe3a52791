"""Where somebody lives, as far as clocks are concerned."""

from uuid import UUID

from tenants.notify.models import PersonRules
from tenants.schemas import current_tenant


def zone_of(user_id: UUID) -> str:
    """Return a person's time zone (an IANA name): their own choice, else the company's. One query."""
    own = PersonRules.objects.filter(user_id=user_id).values_list("time_zone", flat=True).first()
    return own or current_tenant().time_zone
