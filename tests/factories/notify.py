"""Messages for tests. Call them inside a schema: `with in_tenant(acme):`."""

from datetime import date
from typing import Any
from uuid import UUID

from tenants.accounts.models import User
from tenants.notify.api import notify
from tenants.notify.models import Notification

ASSIGNED: dict[str, Any] = {
    "course_title": "Discovery calls",
    "due_on": date(2026, 12, 6),
    "note": "",
    "lessons": 4,
    "team": "North",
}


def tell(*people: User, key: str = "k1", **facts: Any) -> None:
    """Tell people of an assignment."""
    notify(
        to=[one.id for one in people],
        kind="learning.assignment_given",
        context={**ASSIGNED, **facts},
        dedupe_key=key,
        url="/learn/",
    )


def tell_of_completion(*people: User, key: str = "c1", person: str = "Asha Rao") -> None:
    """Tell managers of something that can wait."""
    notify(
        to=[one.id for one in people],
        kind="team.course_completed",
        context={"person": person, "course_title": "Discovery calls"},
        dedupe_key=key,
        url="/team/",
    )


def message_of(user: User) -> UUID:
    """Return the id of a person's latest message."""
    return Notification.objects.filter(user=user).latest("created_at").id
