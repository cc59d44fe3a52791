"""Events: how one app tells another, upward, sideways or into another schema.

`publish` runs inline handlers at once and writes what must be delivered into the outbox, all in the
publisher's transaction. Who reacts is said in one table, `deploy/settings/events.py`.
"""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import connections, transaction
from django.utils.module_loading import import_string

from tenants.kernel.clock import now
from tenants.kernel.jobs import enqueue, job
from tenants.kernel.models import HandledEvent, OutboxDelivery, OutboxEvent
from tenants.kernel.payloads import dump, load
from tenants.kernel.reactions import Reactions
from tenants.schemas import current_tenant, in_public

E = TypeVar("E")
_types: dict[str, type] = {}
_names: dict[type, str] = {}


def event(name: str) -> Callable[[type[E]], type[E]]:
    """Register a frozen dataclass as the event called `name` (`app.past_participle`)."""

    def register(kind: type[E]) -> type[E]:
        if name in _types and _types[name].__qualname__ != kind.__qualname__:
            raise ValueError(f"Two events are called {name}")
        _types[name] = kind
        _names[kind] = name
        return kind

    return register


def registered() -> dict[str, type]:
    """Return every known event by name."""
    return dict(_types)


def publish(occurrence: Any) -> None:
    """Tell everyone who reacts to an event. Call it inside the transaction of the act itself.

    Raises:
        RuntimeError: outside a transaction, where act and event could part.
        Exception: whatever an inline handler raises; the act is undone with it.

    """
    if not connections["default"].in_atomic_block:
        raise RuntimeError("Events are published inside a transaction.")
    name = _names[type(occurrence)]
    reactions: Reactions = settings.EVENTS.get(name, Reactions())
    for path in reactions.inline:
        import_string(path)(occurrence)
    if not reactions.delivered:
        return
    row = OutboxEvent.objects.create(name=name, payload=dump(occurrence))
    for path, target in reactions.delivered:
        delivery = OutboxDelivery.objects.create(event=row, handler=path, target=target)
        enqueue("kernel.deliver", delivery_id=delivery.id)


@job("kernel.deliver", when_halted=True)
def deliver(*, delivery_id: UUID) -> None:
    """Hand one event to one handler, in the schema the table names, exactly once in effect."""
    delivery = OutboxDelivery.objects.select_related("event").get(id=delivery_id)
    if delivery.done_at is not None:
        return
    occurrence: Any = load(_types[delivery.event.name], delivery.event.payload)
    origin = current_tenant()
    handler = import_string(delivery.handler)

    def handle_once() -> None:
        with transaction.atomic(durable=True):
            _, first_time = HandledEvent.objects.get_or_create(
                event_id=delivery.event_id, handler=delivery.handler
            )
            if first_time:
                handler(occurrence, event_id=delivery.event_id, origin=origin)

    if delivery.target == "public" and not origin.is_public:
        with in_public():
            handle_once()
    else:
        handle_once()
    OutboxDelivery.objects.filter(id=delivery_id).update(done_at=now())
