"""Moving a company to another cluster: copied while it works, switched while its writers wait.

What is in the directory decides where the company lives. Before that changes, the old copy's role has
lost its right to write (the fence) and the new copy has been made the same under that lock; so at every
moment one copy is whole and takes writes, or none does and the next try goes on. The old copy stays
until somebody confirms; undoing takes along what was written since.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import DatabaseError, connections
from psycopg import errors as postgres

from tenants.backend import contents
from tenants.backend.away import is_away
from tenants.backend.names import role_name
from tenants.enums import RelocationKind, RelocationStep
from tenants.kernel.errors import Conflict
from tenants.models import Relocation, Tenant
from tenants.services import relocating
from tenants.services.copying import (
    catch_up,
    copy_schema,
    erase_copy,
    give_rights_on,
    require_current,
    writing,
)
from tenants.services.relocating import (
    ClusterAway,
    advance,
    cluster_named,
    company,
    owner_of,
    under_way,
)

LOCK_WAIT_MS = 3000
_TRIES = 8
_PAUSE_SECONDS = 0.25  # doubled with each try
_NOT_SWITCHED = (RelocationStep.STARTED, RelocationStep.COPIED, RelocationStep.FENCED)


@dataclass(frozen=True)
class Moved:
    """What a move did."""

    slug: str
    source: str
    target: str
    tables: int
    rows: int
    again: int  # tables that had changed and were copied again while writers waited
    waited_ms: int  # how long writers waited


class _Busy(Exception):
    """Jobs of the company were under way when the lock was had."""


def move_tenant(
    *, slug: str, cluster: str, tell: Callable[[str], None] = lambda said: None
) -> Moved:
    """Move a company to another cluster, or go on with a move that was cut short.

    Raises:
        Missing: when no company has the slug, or no cluster the name.
        Conflict: when it is there already, in the middle of something else, or too busy to switch.
        ClusterAway: when one of the clusters does not answer; running it again goes on.
    """
    tenant = company(slug)
    row = _begun(tenant, cluster)
    source, target = owner_of(row.source), owner_of(row.target)
    schema = tenant.schema_name
    with _naming({source: row.source, target: row.target}):
        if row.step == RelocationStep.STARTED:
            tell(f"copying {schema} from {row.source} to {row.target}")
            copied = copy_schema(source=source, target=target, schema=schema)
            rows = sum(table.rows for table in copied.values())
            advance(row, RelocationStep.COPIED, facts={"tables": len(copied), "rows": rows})
            tell(f"copied and compared: {len(copied)} tables, {rows} rows")
        again, waited_ms = _hand_over(
            row, source=source, target=target, schema=schema, step=RelocationStep.FENCED
        )
    advance(
        row,
        RelocationStep.SWITCHED,
        facts={"again": again, "waited_ms": waited_ms},
        cluster=row.target,
    )
    facts = row.facts
    return Moved(slug, row.source, row.target, facts["tables"], facts["rows"], again, waited_ms)


def confirm_move(*, slug: str) -> None:
    """Drop the copy that a moved company left behind.

    Raises:
        Missing: when no company has the slug.
        Conflict: when it has not been moved, or was and is confirmed.
    """
    tenant = company(slug)
    row = _move_of(tenant)
    if row.step != RelocationStep.SWITCHED or tenant.cluster != row.target:
        raise Conflict(f"{slug} is not in its new place yet: run move_tenant {slug} {row.target}.")
    source, target = owner_of(row.source), owner_of(row.target)
    with _naming({source: row.source, target: row.target}):
        _open(target, tenant.schema_name)  # an undoing that was cut short may have fenced it
        erase_copy(source, tenant.schema_name)
    advance(row, RelocationStep.CONFIRMED)


def undo_move(*, slug: str) -> None:
    """Have a company where it was, with all that was written since, and drop the other copy.

    Raises:
        Missing: when no company has the slug.
        Conflict: when there is nothing to undo, or it is too busy to switch.
    """
    tenant = company(slug)
    row = _move_of(tenant)
    source, target = owner_of(row.source), owner_of(row.target)
    end = RelocationStep.GIVEN_UP
    with _naming({source: row.source, target: row.target}):
        if row.step == RelocationStep.SWITCHED:
            _hand_over(row, source=target, target=source, schema=tenant.schema_name, step=None)
            _open(source, tenant.schema_name)
            advance(row, RelocationStep.COPIED, facts={"taken_back": True}, cluster=row.source)
        if row.facts.get("taken_back"):
            end = RelocationStep.UNDONE
        _open(source, tenant.schema_name)
        erase_copy(target, tenant.schema_name)
    advance(row, end)


def _begun(tenant: Tenant, cluster: str) -> Relocation:
    row = under_way(tenant)
    if row is None:
        if tenant.cluster == cluster:
            raise Conflict(f"{tenant.slug} is on {cluster} already.")
        source, target = owner_of(tenant.cluster), owner_of(cluster)
        with _naming({source: tenant.cluster, target: cluster}):
            require_current(source, tenant.schema_name, tenant.slug)
            connections[target].ensure_connection()
        return relocating.begin(
            tenant, kind=RelocationKind.MOVE, source=tenant.cluster, target=cluster
        )
    if row.kind != RelocationKind.MOVE or row.target != cluster:
        raise Conflict(f"{tenant.slug} is in the middle of another {row.kind} to {row.target}.")
    if row.step not in _NOT_SWITCHED:
        raise Conflict(
            f"{tenant.slug} is on {cluster}; its old copy is kept. Say --confirm or --undo."
        )
    if row.facts.get("taken_back"):
        raise Conflict(f"The move of {tenant.slug} is being undone: say --undo again.")
    return row


def _move_of(tenant: Tenant) -> Relocation:
    row = under_way(tenant)
    if row is None or row.kind != RelocationKind.MOVE:
        raise Conflict(f"No move of {tenant.slug} is under way.")
    return row


def _hand_over(
    row: Relocation, *, source: str, target: str, schema: str, step: RelocationStep | None
) -> tuple[int, int]:
    """Make the copy the same under a lock that only writers feel, and take their right away with it.

    They wait for the lock; when it is gone they are refused, and their pages say when to try again. If
    anything fails in between the lock is gone and they go on as if nothing had been.

    Returns:
        How many tables were copied again, and how many milliseconds writers waited.
    """
    for attempt in range(_TRIES):
        try:
            with writing(source, schema) as (connection, cursor):
                contents.lock(cursor, schema, wait_ms=LOCK_WAIT_MS)
                began = time.monotonic()
                if names := contents.running_jobs(cursor, schema):
                    # In a worker's hands, about to act outside perhaps: they end first.
                    raise _Busy(f"jobs are running ({', '.join(names)})")
                again = catch_up(cursor, target=target, schema=schema)
                if step is not None:
                    advance(row, step)
                contents.fence(cursor, schema, role_name(connection.database, schema))
            return len(again), round(1000 * (time.monotonic() - began))
        except (_Busy, DatabaseError) as error:
            taken = isinstance(
                error.__cause__, postgres.LockNotAvailable | postgres.DeadlockDetected
            )
            if not (taken or isinstance(error, _Busy)):
                raise
            if attempt == _TRIES - 1:
                raise Conflict(
                    f"Too busy to switch: {str(error).splitlines()[0]}. Nothing has changed; run it again."
                ) from error
        time.sleep(_PAUSE_SECONDS * 2**attempt)
    raise AssertionError("unreachable")


def _open(alias: str, schema: str) -> None:
    """Let a copy's role write again."""
    with writing(alias, schema) as (connection, cursor):
        give_rights_on(connection, cursor, schema)


@contextmanager
def _naming(clusters: dict[str, str]) -> Iterator[None]:
    """Say which of several clusters, by alias, it was that did not answer."""
    try:
        yield
    except DatabaseError as error:
        if not is_away(error):
            raise
        for alias, cluster in clusters.items():
            connections[alias].close()
            with cluster_named(cluster):
                connections[alias].ensure_connection()
        raise ClusterAway(f"A connection broke ({error}). Run it again.") from error
