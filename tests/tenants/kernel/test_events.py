"""Events: inline at once and undone together, delivered after commit, once in effect."""

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import transaction

from tenants.kernel import events, jobs
from tenants.kernel.errors import Invalid
from tenants.kernel.models import AuditEntry, HandledEvent, Job, OutboxDelivery, OutboxEvent
from tenants.kernel.reactions import Reactions
from tenants.schemas import TenantInfo, current_schema, in_public, in_tenant


@events.event("tests.happened")
@dataclass(frozen=True)
class Happened:
    thing_id: UUID
    note: str


def inline_note(event: Happened) -> None:
    AuditEntry.objects.create(action="test.inline", target_id=event.thing_id)


def inline_refuse(event: Happened) -> None:
    raise Invalid("not like this")


def delivered_note(event: Happened, *, event_id: UUID, origin: TenantInfo) -> None:
    AuditEntry.objects.create(
        action="test.delivered",
        target=f"{event.note} from {origin.slug or 'public'} in {current_schema()}",
        target_id=event.thing_id,
    )


_HERE = __name__


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> dict[str, Reactions]:
    reactions = {
        "tests.happened": Reactions(
            inline=(f"{_HERE}.inline_note",),
            same=(f"{_HERE}.delivered_note",),
        )
    }
    monkeypatch.setattr(settings, "EVENTS", reactions)
    return reactions


def _happen() -> UUID:
    thing = uuid4()
    with transaction.atomic():
        events.publish(Happened(thing, "a"))
    return thing


@pytest.mark.django_db
def test_inline_now_and_delivered_by_a_job(acme: TenantInfo, table: dict[str, Reactions]) -> None:
    with in_tenant(acme):
        thing = _happen()
        assert [e.action for e in AuditEntry.objects.all()] == ["test.inline"]
        jobs.run_due()
        entry = AuditEntry.objects.get(action="test.delivered")
        assert (entry.target, entry.target_id) == (f"a from acme in {acme.schema_name}", thing)


@pytest.mark.django_db
def test_delivery_into_public(acme: TenantInfo, table: dict[str, Reactions]) -> None:
    table["tests.happened"] = Reactions(public=(f"{_HERE}.delivered_note",))
    with in_tenant(acme):
        _happen()
        jobs.run_due()
        assert AuditEntry.objects.count() == 0
        assert OutboxDelivery.objects.get().done_at is not None
    with in_public():
        assert AuditEntry.objects.get().target == "a from acme in public"


@pytest.mark.django_db
def test_an_event_delivered_twice_acts_once(acme: TenantInfo, table: dict[str, Reactions]) -> None:
    with in_tenant(acme):
        _happen()
        jobs.run_due()
        OutboxDelivery.objects.update(done_at=None)  # the worker died before it could say so
        events.deliver(delivery_id=OutboxDelivery.objects.get().id)
        assert AuditEntry.objects.filter(action="test.delivered").count() == 1
        assert HandledEvent.objects.count() == 1


@pytest.mark.django_db
def test_an_inline_refusal_undoes_the_act(acme: TenantInfo, table: dict[str, Reactions]) -> None:
    table["tests.happened"] = Reactions(
        inline=(f"{_HERE}.inline_note", f"{_HERE}.inline_refuse"),
        same=(f"{_HERE}.delivered_note",),
    )
    with in_tenant(acme):
        with pytest.raises(Invalid, match="not like this"):
            _happen()
        assert (AuditEntry.objects.count(), OutboxEvent.objects.count()) == (0, 0)
        assert Job.objects.count() == 0


def test_an_event_needs_a_transaction(committed: None, table: dict[str, Reactions]) -> None:
    with in_public():
        with pytest.raises(RuntimeError, match="inside a transaction"):
            events.publish(Happened(uuid4(), "a"))
        assert OutboxEvent.objects.count() == 0


def test_every_line_of_the_table_names_an_event_and_functions_that_exist() -> None:
    from django.utils.module_loading import import_string

    for name, reactions in settings.EVENTS.items():
        for path in (*reactions.inline, *reactions.same, *reactions.public):
            assert callable(import_string(path))
        assert name in events.registered()
