"""Applying migrations to every company: the same SQL in each schema, in one transaction each.

A schema is either as it was or done, and its journal line with it. Running it again goes on where it
stopped, because what is done is seen to be done. Nobody waits for the disk after each schema: the walk's
last line does, and with it all are safe. Should the server fall before, some are as they were.
"""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

import structlog
from django.conf import settings
from django.db import DatabaseError, connections, transaction
from django.db.migrations.loader import MigrationLoader
from psycopg import errors as postgres

from tenants.backend.base import DatabaseWrapper
from tenants.backend.heads import enter, journal_line, record_applied
from tenants.backend.names import PUBLIC_SCHEMA
from tenants.enums import MigrationState, MigrationWay
from tenants.kernel.clock import now
from tenants.kernel.errors import Conflict, Missing
from tenants.kernel.ids import uuid7
from tenants.models import MigrationRun, MigrationStep, Tenant
from tenants.services.migrating_plan import Plan, is_up_to_date, plan_for
from tenants.services.migrating_rows import rows_that_follow
from tenants.services.migration import (
    OWNER,
    as_owner,
    directory_rows,
    give_rights,
    migrate_schema,
)
from tenants.services.migration_guard import read_heads, refuse_unfit
from tenants.services.template import alone

log = structlog.get_logger(__name__)

LOCK_TIMEOUT_MS = 2000
_TRIES = 6
_PAUSE_SECONDS = 0.1  # doubled with each try
# Somebody else was at the table, or at ours in another order.
_WORTH_ANOTHER_TRY = (postgres.LockNotAvailable, postgres.DeadlockDetected)


@dataclass(frozen=True)
class Stepped:
    """What came of one schema."""

    schema: str
    error: str = ""
    tries: int = 1


@dataclass
class Outcome:
    """What came of a walk."""

    up_to_date: int = 0
    one_by_one: list[str] = field(default_factory=list)  # reasons
    done: list[Stepped] = field(default_factory=list)
    failed: list[Stepped] = field(default_factory=list)
    left: int = 0  # not begun, because an earlier one failed


def migrate_tenants(
    *,
    workers: int = 1,
    canaries: tuple[str, ...] = (),
    keep_going: bool = False,
    tell: Callable[[str, int, int], None] = lambda said, done, all_of_them: None,
) -> Outcome:
    """Apply to every company what is on disk and not yet in its schema.

    Args:
        workers: schemas at a time.
        canaries: slugs of companies that go first; the others follow when all of them are done.
        keep_going: do the others too when one fails; else none is begun after it.
        tell: called with what was just done, how many are done and how many there are.

    Returns:
        What was done; whoever asks decides whether a failure ends the program.

    Raises:
        Missing: when a canary names no company.
        Conflict: while another such walk is under way, or when a migration was edited after it was
            applied, or is unfit for tables in use; nothing was run then.
    """
    with alone("migrate", wait=False) as mine:
        if not mine:
            raise Conflict("Another migration of all companies is under way.")
        outcome = Outcome()
        first = _schemas_of(canaries)
        with as_owner(PUBLIC_SCHEMA) as connection:
            todo = _todo(connection, outcome, tell)
        if todo:
            walk = _Walk(todo, outcome, keep_going=keep_going, tell=tell)
            walk.through([schema for schema in todo if schema in first], workers=1)
            walk.through([schema for schema in todo if schema not in first], workers=workers)
            walk.close()
        return outcome


def _schemas_of(slugs: tuple[str, ...]) -> set[str]:
    with directory_rows() as alias:
        here = Tenant.objects.using(alias).filter(slug__in=slugs, cluster=settings.CLUSTER)
        rows = dict(here.values_list("slug", "schema_name"))
    if unknown := sorted(set(slugs) - set(rows)):
        raise Missing(
            f"No company on cluster {settings.CLUSTER} has the subdomain {', '.join(unknown)}."
        )
    return set(rows.values())


def _todo(
    connection: DatabaseWrapper, outcome: Outcome, tell: Callable[[str, int, int], None]
) -> dict[str, Plan]:
    """Return what each schema needs, with one plan for all of one head."""
    heads, loader = read_heads(connection), MigrationLoader(None)
    behind = {
        head: alike for head, alike in heads.companies.items() if not is_up_to_date(head, loader)
    }
    outcome.up_to_date = sum(map(len, heads.companies.values())) - sum(map(len, behind.values()))
    plans = {head: plan_for(alike[0]) for head, alike in behind.items()}
    refuse_unfit(loader, heads, {key for plan in plans.values() for key in plan.migrations})
    todo: dict[str, Plan] = {}
    for head, plan in plans.items():
        tell(f"{len(behind[head])} companies need {plan.names()}", 0, 0)
        if plan.one_by_one:
            outcome.one_by_one.append(plan.one_by_one)
            tell(f"one by one, because {plan.one_by_one}", 0, 0)
        todo |= dict.fromkeys(behind[head], plan)
    return {name: todo[name] for name in sorted(todo, key=heads.order.__getitem__)}


class _Walk:
    """One walk through the schemas, by one thread or several."""

    def __init__(
        self,
        todo: dict[str, Plan],
        outcome: Outcome,
        *,
        keep_going: bool,
        tell: Callable[[str, int, int], None],
    ) -> None:
        self._todo, self._outcome, self._keep_going, self._tell = todo, outcome, keep_going, tell
        self._lock = threading.Lock()
        with as_owner(PUBLIC_SCHEMA):
            runs = MigrationRun.objects.using(OWNER)
            # Whoever left one running is dead: there is one walk at a time.
            runs.filter(state=MigrationState.RUNNING).update(
                state=MigrationState.FAILED, finished_at=now()
            )
            self._run = runs.create(waiting=len(todo))

    def through(self, schemas: list[str], *, workers: int) -> None:
        """Do these, unless one failed before them."""
        if workers <= 1:
            for schema in schemas:
                self._one(schema)
            return
        waiting = iter(schemas)
        threads = [threading.Thread(target=self._work, args=[waiting]) for _ in range(workers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _work(self, waiting: Iterator[str]) -> None:
        try:
            while True:
                with self._lock:
                    schema = next(waiting, None)
                if schema is None:
                    return
                self._one(schema)
        finally:
            connections[OWNER].close()  # this thread's

    def close(self) -> None:
        """Write down how it ended."""
        state = MigrationState.FAILED if self._outcome.failed else MigrationState.DONE
        with as_owner(PUBLIC_SCHEMA):
            MigrationRun.objects.using(OWNER).filter(id=self._run.id).update(
                state=state, finished_at=now()
            )

    def _one(self, schema: str) -> None:
        if self._outcome.failed and not self._keep_going:
            with self._lock:
                self._outcome.left += 1
            return
        stepped = apply_plan(schema, self._todo[schema], run_id=self._run.id)
        with self._lock:
            (self._outcome.failed if stepped.error else self._outcome.done).append(stepped)
            done = len(self._outcome.done) + len(self._outcome.failed)
            self._tell(
                f"{schema} FAILED: {stepped.error}" if stepped.error else schema,
                done,
                len(self._todo),
            )


def apply_plan(schema: str, plan: Plan, *, run_id: UUID) -> Stepped:
    """Bring one schema up to date, whole or not at all; its journal line goes with it.

    Args:
        schema: of a company.
        plan: that its head needs.
        run_id: the walk it belongs to.
    """
    began, tries = time.monotonic(), 0
    while True:
        tries += 1
        try:
            if plan.one_by_one:
                _one_by_one(schema)
                _journal(run_id, schema, plan, began, tries)
            else:
                _all_at_once(schema, plan, run_id, began, tries)
            return Stepped(schema, tries=tries)
        except DatabaseError as error:
            if isinstance(error.__cause__, _WORTH_ANOTHER_TRY) and tries < _TRIES:
                time.sleep(_PAUSE_SECONDS * 2**tries)
                continue
            return _failed(schema, plan, run_id, began, tries, error)
        except Exception as error:  # a migration's own code may raise anything
            return _failed(schema, plan, run_id, began, tries, error)


def _all_at_once(schema: str, plan: Plan, run_id: UUID, began: float, tries: int) -> None:
    """Run the collected SQL, what records it, and the journal line: one transaction, one statement."""
    line = journal_line(
        step_id=uuid7(), run_id=run_id, schema=schema, tries=tries, milliseconds=_since(began)
    )
    everything = "\n".join(
        [
            f"{enter(schema, lock_timeout_ms=LOCK_TIMEOUT_MS)};",
            *plan.statements,
            f"{record_applied(plan.migrations)};",
            f"{rows_that_follow()};" if plan.changes_models else "",
            line,
        ]
    )
    with as_owner(PUBLIC_SCHEMA) as connection:
        if not plan.changes_models:
            connection.run_transaction(everything)
            return
        with transaction.atomic(using=OWNER), connection.cursor() as cursor:
            cursor.execute(everything)
            give_rights(connection, schema)


def _since(began: float) -> int:
    return round(1000 * (time.monotonic() - began))


def _one_by_one(schema: str) -> None:
    """Have Django apply what is missing, each migration in its own transaction or in none."""
    with as_owner(schema) as connection, connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = {LOCK_TIMEOUT_MS}")
        try:
            migrate_schema(schema)
        finally:
            if connection.is_usable():
                cursor.execute("RESET lock_timeout")


def _journal(
    run_id: UUID, schema: str, plan: Plan, began: float, tries: int, error: str = ""
) -> None:
    with as_owner(PUBLIC_SCHEMA):
        MigrationStep.objects.using(OWNER).create(
            run_id=run_id,
            schema_name=schema,
            state=MigrationState.FAILED if error else MigrationState.DONE,
            way=MigrationWay.DJANGO if plan.one_by_one else MigrationWay.SQL,
            tries=tries,
            milliseconds=_since(began),
            error=error,
        )


def _failed(
    schema: str, plan: Plan, run_id: UUID, began: float, tries: int, error: Exception
) -> Stepped:
    said = f"{type(error).__name__}: {error}".strip()
    log.error("schema_not_migrated", schema=schema, error=said, tries=tries)
    _journal(run_id, schema, plan, began, tries, said)
    return Stepped(schema, error=said, tries=tries)
