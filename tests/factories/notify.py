"""Messages for tests. Call them inside a schema: `with in_tenant(acme):`."""

from datetime import date
from typing import Any
from uuid import UUID

from tenants.accounts.models import User
from tenants.kernel.clock import now
from tenants.notify.api import notify
from tenants.notify.models import AddressTrouble, ChatChannel, Notification, PushSubscription

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


def one_of_each(learner: User, actor: User) -> dict[str, UUID]:
    """Return an id for each noun of this app's addresses: a learner's own, and the company's."""
    tell(learner)
    browser = PushSubscription.objects.create(
        user=learner,
        endpoint="https://push.example/one",
        endpoint_sha256=f"{learner.id.hex:0<64}",
        p256dh="x",
        auth="x",
        label="Chrome",
        created_at=now(),
    )
    chat = ChatChannel.objects.create(
        name="Wins",
        service="slack",
        # Refused before anything is asked of the network.
        url="http://127.0.0.1:9/x",
        created_by=actor,
        created_at=now(),
    )
    trouble = AddressTrouble.objects.create(
        address=f"{learner.id.hex}@gone.example", trouble="bounced", noticed_at=now()
    )
    return {
        "notification_id": message_of(learner),
        "subscription_id": browser.id,
        "chat_id": chat.id,
        "trouble_id": trouble.id,
    }
