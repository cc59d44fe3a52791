"""Jobs: a row in the caller's schema and transaction, then a hint to a worker by way of Redis.

Redis may lose everything: the sweeper finds what is due and was not done. A job's function takes ids,
is idempotent, and opens its own transactions.
"""

import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, get_type_hints
from uuid import UUID

import structlog
from celery import current_app, shared_task
from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import Q

from tenants.backend.away import is_away
from tenants.backend.faces import directory_is_here
from tenants.kernel.clock import now
from tenants.kernel.directory import active_tenants, tenant_by_schema
from tenants.kernel.models import Job, JobState
from tenants.kernel.payloads import from_json, to_json
from tenants.kernel.request_id import begin_request
from tenants.schemas import (
    PUBLIC,
    LivesElsewhere,
    current_schema,
    current_tenant,
    in_tenant,
    lives_here,
)

log = structlog.get_logger(__name__)

SCHEMA_HEADER = "smh_schema"
_BACKOFF_SECONDS = (5, 30, 120, 600, 1800)
# How soon a job of a suspended company is looked at again.
_AWAY_PAUSE = timedelta(seconds=20)
_HALTED_PAUSE = timedelta(minutes=10)
# Of a Redis message: the smaller one goes first.
_AT_ONCE, _WHEN_IDLE = 0, 9
_priority: ContextVar[int] = ContextVar("job_priority", default=_AT_ONCE)


@dataclass(frozen=True)
class Registered:
    """A function that may be enqueued by name."""

    function: Callable[..., None]
    queue: str
    timeout_seconds: int
    attempts: int
    on_failure: Callable[..., None] | None
    when_halted: Callable[..., bool]


_jobs: dict[str, Registered] = {}


def job(
    name: str,
    *,
    queue: str = "default",
    timeout_seconds: int = 60,
    attempts: int = 6,
    on_failure: Callable[..., None] | None = None,
    when_halted: Callable[..., bool] | bool = False,
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a function under a name that stays the same when the code moves.

    Args:
        name: `app.verb_noun`.
        queue: `default`, or `media` for work that takes minutes.
        timeout_seconds: how long one attempt may take before another worker may take over.
        attempts: how often it is tried before it counts as failed.
        on_failure: called with the same arguments once it counts as failed, to tell whoever waits.
        when_halted: whether it runs in a company that is suspended or closed; asked with the same
            arguments where it is a function. Everything else waits there until the company goes on.

    """
    goes = when_halted if callable(when_halted) else lambda **_arguments: bool(when_halted)

    def register(function: Callable[..., None]) -> Callable[..., None]:
        _jobs[name] = Registered(function, queue, timeout_seconds, attempts, on_failure, goes)
        return function

    return register


@contextmanager
def when_idle() -> Iterator[None]:
    """Let other jobs go before those enqueued inside, and before those that these enqueue in turn.

    For work in bulk that nobody waits for: a person's job never stands behind hundreds of them.
    """
    token = _priority.set(_WHEN_IDLE)
    try:
        yield
    finally:
        _priority.reset(token)


def enqueue(name: str, *, run_after: datetime | None = None, **arguments: Any) -> UUID:
    """Ask for a job in the entered schema, to run once the current transaction has committed.

    Args:
        name: as registered.
        run_after: not before this moment (UTC).
        arguments: ids and plain values.

    Returns:
        The job's id.

    Raises:
        KeyError: when no job has that name.

    """
    registered = _jobs[name]
    row = Job.objects.create(
        name=name,
        arguments={key: to_json(value) for key, value in arguments.items()},
        run_after=run_after or now(),
    )
    schema = current_schema()
    if _is_ours("") and (run_after is None or run_after <= now()):
        transaction.on_commit(lambda: send_hint(schema, row.id, registered.queue), robust=True)
    return row.id


def _is_ours(cluster: str) -> bool:
    """Whether this cluster's workers do a job of the entered schema that is meant for `cluster`."""
    return cluster == settings.CLUSTER or (not cluster and lives_here(current_tenant()))


def _ours() -> Q:
    """Return which of the entered schema's jobs this cluster's workers do."""
    here = Q(cluster=settings.CLUSTER)
    return here | Q(cluster="") if lives_here(current_tenant()) else here


def hasten(name: str, **arguments: Any) -> bool:
    """Have a job that was put off run now, because somebody waits for it.

    Args:
        name: as registered.
        arguments: exactly those it was enqueued with.

    Returns:
        Whether there was one to hasten.
    """
    wanted = {key: to_json(value) for key, value in arguments.items()}
    later = Job.objects.filter(
        name=name, arguments=wanted, state=JobState.QUEUED, run_after__gt=now()
    )
    row = later.first()
    if row is None:
        return False
    later.filter(id=row.id).update(run_after=now())
    schema, queue = current_schema(), _jobs[name].queue
    if _is_ours(row.cluster):
        transaction.on_commit(lambda: send_hint(schema, row.id, queue), robust=True)
    return True


def is_waiting(name: str, arguments: dict[str, Any]) -> bool:
    """Whether such a job is queued or running in the entered schema; arguments as they are stored."""
    return Job.objects.filter(
        name=name, arguments=arguments, state__in=[JobState.QUEUED, JobState.RUNNING]
    ).exists()


def send_hint(schema: str, job_id: UUID, queue: str) -> None:
    """Tell a worker that a job is there. With Redis away the sweeper will find it."""
    try:
        current_app.send_task(
            "kernel.run_job",
            kwargs={"job_id": str(job_id)},
            headers={SCHEMA_HEADER: schema},
            queue=queue,
            priority=_priority.get(),
            retry=False,
        )
    except Exception:
        log.warning("job_hint_lost", schema=schema, job_id=str(job_id), exc_info=True)


class NoSchemaInMessage(Exception):
    """A message said nothing of the schema it belongs to; it is dropped rather than guessed at."""


@shared_task(name="kernel.run_job", bind=True, acks_late=True, max_retries=0)
def run_job(self: Any, *, job_id: str) -> None:
    """Run one job in the schema its message names.

    Raises:
        NoSchemaInMessage: when the message has no schema header.

    """
    schema = (self.request.headers or {}).get(SCHEMA_HEADER) or getattr(
        self.request, SCHEMA_HEADER, None
    )
    if not schema:
        raise NoSchemaInMessage(job_id)
    begin_request()
    tenant = tenant_by_schema(schema)
    if tenant is None:
        log.warning("job_without_tenant", schema=schema, job_id=job_id)
        return
    if not (tenant.is_public or lives_here(tenant)):
        log.info("job_has_moved", schema=schema, job_id=job_id, cluster=tenant.cluster)
        return  # with its company; the workers there find it
    idle = (self.request.delivery_info or {}).get("priority") == _WHEN_IDLE
    with (
        structlog.contextvars.bound_contextvars(schema=schema, job_id=job_id),
        when_idle() if idle else nullcontext(),
        in_tenant(tenant),
    ):
        perform(UUID(job_id))


def perform(job_id: UUID) -> JobState | None:
    """Run a job of the entered schema now, unless it is done, not due, or in another's hands.

    Returns:
        Its state afterwards, or None when it was left alone.

    """
    with transaction.atomic():
        row = Job.objects.select_for_update(skip_locked=True).filter(id=job_id).first()
        if row is None or not _is_due(row):
            return None
        registered = _jobs[row.name]
        if current_tenant().is_halted and not registered.when_halted(
            **_call_arguments(registered.function, row.arguments)
        ):
            Job.objects.filter(id=job_id).update(
                state=JobState.QUEUED, lease_until=None, run_after=now() + _HALTED_PAUSE
            )
            return None
        row.state = JobState.RUNNING
        row.attempts += 1
        row.lease_until = now() + timedelta(seconds=registered.timeout_seconds)
        row.save(update_fields=["state", "attempts", "lease_until"])
    try:
        registered.function(**_call_arguments(registered.function, row.arguments))
    except LivesElsewhere as error:
        return _send_on(row, error.tenant.cluster)
    except Exception as error:
        log.exception("job_failed", job=row.name, attempt=row.attempts)
        if is_away(error) and not directory_is_here():
            return _put_off(row, error)
        return _finish(row, error, registered)
    return _finish(row, None, registered)


def _call_arguments(function: Callable[..., None], arguments: dict[str, Any]) -> dict[str, Any]:
    """Turn a row's JSON back into what the function's annotations ask for."""
    hints = get_type_hints(function)
    return {name: from_json(value, hints.get(name, Any)) for name, value in arguments.items()}


def _is_due(row: Job) -> bool:
    if not _is_ours(row.cluster):
        return False
    if row.state == JobState.RUNNING:
        return row.lease_until is not None and row.lease_until <= now()
    return row.state == JobState.QUEUED and row.run_after <= now()


def _send_on(row: Job, cluster: str) -> JobState:
    """Leave a job of `public` that enters a company's schema to the workers of that company's cluster.

    They find it when they look, within half a minute. It is begun anew there: jobs are idempotent.
    """
    log.info("job_sent_on", job=row.name, cluster=cluster)
    Job.objects.filter(id=row.id).update(
        state=JobState.QUEUED, attempts=row.attempts - 1, lease_until=None, cluster=cluster
    )
    return JobState.QUEUED


def _put_off(row: Job, error: Exception) -> JobState:
    """Have a job wait for a cluster that is away, without an attempt lost: what was promised is kept."""
    Job.objects.filter(id=row.id).update(
        state=JobState.QUEUED,
        attempts=row.attempts - 1,
        run_after=now() + _AWAY_PAUSE,
        lease_until=None,
        error=_describe(error),
    )
    return JobState.QUEUED


def _finish(row: Job, error: Exception | None, registered: Registered) -> JobState:
    if error is None:
        state, run_after, text = JobState.DONE, row.run_after, ""
    elif row.attempts >= registered.attempts:
        state, run_after, text = JobState.FAILED, row.run_after, _describe(error)
    else:
        wait = _BACKOFF_SECONDS[min(row.attempts, len(_BACKOFF_SECONDS)) - 1]
        state, run_after, text = (
            JobState.QUEUED,
            now() + timedelta(seconds=wait),
            _describe(error),
        )
    with transaction.atomic():
        Job.objects.filter(id=row.id).update(
            state=state,
            run_after=run_after,
            lease_until=None,
            error=text,
            finished_at=now() if state in (JobState.DONE, JobState.FAILED) else None,
        )
        if state == JobState.FAILED and registered.on_failure is not None:
            registered.on_failure(**_call_arguments(registered.on_failure, row.arguments))
    return state


def _describe(error: Exception) -> str:
    return "".join(traceback.format_exception(error))[-4000:]


def due_jobs(*, grace_seconds: int = 15, limit: int = 200) -> list[tuple[UUID, str]]:
    """Return id and queue of the entered schema's jobs that should have run by now."""
    cutoff = now() - timedelta(seconds=grace_seconds)
    due = Q(state=JobState.QUEUED, run_after__lte=cutoff) | Q(
        state=JobState.RUNNING, lease_until__lte=now()
    )
    rows = Job.objects.filter(due & _ours()).order_by("run_after").values_list("id", "name")[:limit]
    return [(job_id, _jobs[name].queue) for job_id, name in rows if name in _jobs]


@shared_task(name="kernel.sweep")
def sweep() -> None:
    """Send hints again for every job that is due here, company by company. Beat calls it."""
    for tenant in [*active_tenants(), PUBLIC]:
        # What was not done in time is mostly waiting in the queue already: its second hint goes last.
        try:
            with in_tenant(tenant), when_idle():
                for job_id, queue in due_jobs():
                    send_hint(tenant.schema_name, job_id, queue)
        except DatabaseError as error:
            if not is_away(error) or directory_is_here():
                raise
            log.warning("sweep_without_directory", schema=tenant.schema_name)


def run_due(*, limit: int = 200) -> int:
    """Run the entered schema's due jobs here and now, and those they enqueue; for commands and tests.

    Returns:
        How many were run.

    """
    count = 0
    while batch := list(
        Job.objects.filter(_ours(), state=JobState.QUEUED, run_after__lte=now())
        .order_by("created_at")
        .values_list("id", flat=True)[:limit]
    ):
        for job_id in batch:
            perform(job_id)
            count += 1
    return count
