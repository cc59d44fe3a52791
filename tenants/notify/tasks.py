"""Jobs of this app: each takes ids and calls one service."""

from base64 import b64decode
from uuid import UUID

from tenants.kernel.directory import tenant_by_id
from tenants.kernel.jobs import job
from tenants.notify.services import bouncing, digest, dispatching, keeping, notify, sending
from tenants.schemas import LivesElsewhere, lives_here

# With the waiting times of kernel.jobs, a little more than a day.
_ATTEMPTS = 52


@job("notify.dispatch", when_halted=dispatching.goes_while_halted)
def dispatch(*, notification_ids: list[UUID]) -> None:
    """Decide on the channels of a few messages."""
    dispatching.dispatch(notification_ids=notification_ids)


@job("notify.write_chunk", timeout_seconds=300)
def write_chunk(*, batch_id: UUID, start: int) -> None:
    """Write and dispatch a part of a message to many."""
    notify.write_chunk(batch_id=batch_id, start=start)


@job("notify.deliver", attempts=_ATTEMPTS, on_failure=sending.give_up)
def deliver(*, delivery_id: UUID) -> None:
    """Send one message by push, text or team chat."""
    sending.deliver(delivery_id=delivery_id)


@job("notify.send_digest")
def send_digest(*, user_id: UUID) -> None:
    """Send one person's summary."""
    digest.send_digest(user_id=user_id)


@job("notify.tend", timeout_seconds=120, attempts=1)
def tend() -> None:
    """Send urgent messages that are stuck by another channel."""
    keeping.turn_to_other_channels()


@job("notify.keep_house", timeout_seconds=900, attempts=2)
def keep_house() -> None:
    """Forget old messages and lines of the log."""
    keeping.forget_old()


@job("notify.take_report")
def take_report(*, raw: str, tenant_id: UUID) -> None:
    """Take a report about a mail of a company on this cluster; another's workers take theirs."""
    tenant = tenant_by_id(tenant_id)
    if tenant is None:
        return
    if not lives_here(tenant):
        raise LivesElsewhere(tenant)
    bouncing.take_report(b64decode(raw))
