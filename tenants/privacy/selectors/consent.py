"""What people agreed to."""

from uuid import UUID

from django.db.models import QuerySet

from tenants.privacy.enums import Purpose
from tenants.privacy.models import Consent
from tenants.privacy.texts import is_current

# Without these nobody uses the public site.
NEEDED = (Purpose.ADULT, Purpose.TERMS, Purpose.NOTICE)


def consents_of(person_id: UUID) -> QuerySet[Consent]:
    """Return everything a person said, the latest first."""
    return Consent.objects.filter(user_id=person_id).order_by("-at", "-id")


def has_agreed(person_id: UUID) -> bool:
    """Whether a person's last word on everything needed is a yes, to the words in force. One query."""
    last: dict[str, Consent] = {}
    for row in Consent.objects.filter(user_id=person_id).order_by("at", "id"):
        last[row.purpose] = row
    return all(
        purpose in last and last[purpose].given and is_current(purpose, last[purpose].version)
        for purpose in NEEDED
    )
