"""Jobs: written with the act, run in the schema they were asked for, repeated until done."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from celery import current_app
from django.db import transaction

from tenants.kernel import clock, jobs
from tenants.kernel.models import AuditEntry, Job, JobState
from tenants.schemas import PUBLIC, TenantInfo, current_schema, in_tenant
from tests.database import company

START = datetime(2026, 11, 1, 9, tzinfo=UTC)


@jobs.job("tests.note")
def note(*, text: str, person_id: UUID | None = None) -> None:
    AuditEntry.objects.create(
        action="test.job", target=f"{text} in {current_schema()}", actor_id=person_id
    )


@jobs.job("tests.fail", attempts=2)
def fail(*, text: str) -> None:
    raise RuntimeError(text)


def _deliver(job_id: UUID, headers: dict[str, str] | None) -> None:
    """Run the task as a worker does: with nothing but the message."""
    task = current_app.tasks["kernel.run_job"]
    task.push_request(headers=headers)
    try:
        task.run(job_id=str(job_id))
    finally:
        task.pop_request()


@pytest.mark.django_db
def test_a_job_runs_in_the_schema_it_was_asked_for(acme: TenantInfo, zenith: TenantInfo) -> None:
    person = uuid4()
    with in_tenant(acme):
        jobs.enqueue("tests.note", text="a", person_id=person)
        assert jobs.run_due() == 1
        entry = AuditEntry.objects.get(action="test.job")
        assert (entry.target, entry.actor_id) == (f"a in {acme.schema_name}", person)
        assert Job.objects.get().state == JobState.DONE
    with in_tenant(zenith):
        assert (AuditEntry.objects.count(), Job.objects.count()) == (0, 0)


def test_a_message_without_a_schema_is_refused(committed: None) -> None:
    acme = company("acme")
    with in_tenant(acme):
        job_id = jobs.enqueue("tests.note", text="a")
    with pytest.raises(jobs.NoSchemaInMessage):
        _deliver(job_id, None)
    with in_tenant(acme):
        assert Job.objects.get().state == JobState.QUEUED
        assert AuditEntry.objects.count() == 0


def test_a_message_naming_another_schema_finds_nothing_there(committed: None) -> None:
    acme, zenith = company("acme"), company("zenith")
    with in_tenant(acme):
        job_id = jobs.enqueue("tests.note", text="a")
    _deliver(job_id, {jobs.SCHEMA_HEADER: zenith.schema_name})
    _deliver(job_id, {jobs.SCHEMA_HEADER: "c_nosuchschema"})
    with in_tenant(acme):
        assert AuditEntry.objects.count() == 0
    _deliver(job_id, {jobs.SCHEMA_HEADER: acme.schema_name})
    with in_tenant(acme):
        assert AuditEntry.objects.get().target == f"a in {acme.schema_name}"


def test_a_message_that_arrives_twice_acts_once(committed: None) -> None:
    acme = company("acme")
    with in_tenant(acme):
        job_id = jobs.enqueue("tests.note", text="a")
    for _ in range(2):
        _deliver(job_id, {jobs.SCHEMA_HEADER: acme.schema_name})
    with in_tenant(acme):
        assert AuditEntry.objects.count() == 1


@pytest.mark.django_db
def test_a_failing_job_is_tried_again_later_and_then_given_up(acme: TenantInfo) -> None:
    with clock.frozen(START), in_tenant(acme):
        job_id = jobs.enqueue("tests.fail", text="no luck")
        assert jobs.perform(job_id) == JobState.QUEUED
        row = Job.objects.get(id=job_id)
        assert (row.attempts, row.run_after) == (1, START + timedelta(seconds=5))
        assert jobs.perform(job_id) is None
    with clock.frozen(START + timedelta(seconds=5)), in_tenant(acme):
        assert jobs.perform(job_id) == JobState.FAILED
        row = Job.objects.get(id=job_id)
        assert row.attempts == 2
        assert row.error.rstrip().endswith("RuntimeError: no luck")


@pytest.mark.django_db
def test_a_job_whose_worker_died_is_taken_over_when_its_lease_ends(acme: TenantInfo) -> None:
    with in_tenant(acme):
        with clock.frozen(START):
            job_id = jobs.enqueue("tests.note", text="a")
            Job.objects.update(state=JobState.RUNNING, lease_until=START + timedelta(seconds=60))
            assert jobs.perform(job_id) is None
            assert jobs.due_jobs() == []
        with clock.frozen(START + timedelta(seconds=61)):
            assert jobs.due_jobs() == [(job_id, "default")]
            assert jobs.perform(job_id) == JobState.DONE


@pytest.mark.django_db
def test_a_job_for_later_waits(acme: TenantInfo) -> None:
    with in_tenant(acme):
        with clock.frozen(START):
            job_id = jobs.enqueue("tests.note", run_after=START + timedelta(hours=1), text="a")
            assert (jobs.perform(job_id), jobs.due_jobs()) == (None, [])
        with clock.frozen(START + timedelta(hours=2)):
            assert jobs.due_jobs() == [(job_id, "default")]


@pytest.mark.django_db
def test_a_job_put_off_runs_now_when_somebody_waits(acme: TenantInfo) -> None:
    with clock.frozen(START), in_tenant(acme):
        job_id = jobs.enqueue("tests.note", run_after=START + timedelta(hours=1), text="a")
        assert jobs.hasten("tests.note", text="b") is False
        assert jobs.perform(job_id) is None
        assert jobs.hasten("tests.note", text="a") is True
        assert jobs.perform(job_id) == JobState.DONE
        assert jobs.hasten("tests.note", text="a") is False


def test_a_job_of_an_undone_act_never_was(committed: None) -> None:
    acme = company("acme")
    with in_tenant(acme):
        with pytest.raises(ValueError, match="undo"), transaction.atomic():
            jobs.enqueue("tests.note", text="a")
            raise ValueError("undo")
        assert Job.objects.count() == 0


def test_with_redis_away_the_act_stands_and_the_sweeper_finds_the_job(
    committed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    acme = company("acme")
    monkeypatch.setattr(current_app.conf, "broker_url", "redis://127.0.0.1:1/0")
    monkeypatch.setattr(current_app.conf, "broker_write_url", "redis://127.0.0.1:1/0")
    monkeypatch.setattr(current_app, "_pool", None)
    monkeypatch.setattr(current_app.amqp, "_producer_pool", None)
    sent: list[tuple[str, UUID]] = []
    with clock.frozen(START), in_tenant(acme):
        job_id = jobs.enqueue("tests.note", text="a")
        assert Job.objects.get().state == JobState.QUEUED
    monkeypatch.setattr(jobs, "send_hint", lambda schema, one, queue: sent.append((schema, one)))
    jobs.sweep()
    assert sent == [(acme.schema_name, job_id)]


@pytest.mark.django_db
def test_only_registered_names_and_plain_values_can_be_enqueued(acme: TenantInfo) -> None:
    with in_tenant(acme):
        with pytest.raises(KeyError):
            jobs.enqueue("tests.nothing")
        with pytest.raises(TypeError, match="cannot leave its schema"):
            jobs.enqueue("tests.note", text=Job())
        assert Job.objects.count() == 0
    with in_tenant(PUBLIC):
        assert Job.objects.count() == 0


@pytest.mark.django_db
def test_work_in_bulk_goes_behind_what_somebody_waits_for(
    acme: TenantInfo,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    sent: list[int] = []
    monkeypatch.setattr(current_app, "send_task", lambda *_, priority, **__: sent.append(priority))
    with in_tenant(acme):
        with django_capture_on_commit_callbacks(execute=True):
            jobs.enqueue("tests.note", text="a", person_id=uuid4())
        with jobs.when_idle(), django_capture_on_commit_callbacks(execute=True):
            jobs.enqueue("tests.note", text="b", person_id=uuid4())
    assert sent == [0, 9]
