"""The only doors between schemas: `in_public()` and `in_tenant()`.

A queryset binds to its schema when it executes, so nothing lazy may be carried through a door: bring
back frozen dataclasses or plain values. On a process whose cluster is not the directory's, `in_public()`
is a door to another cluster as well; a company of another cluster cannot be entered at all.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

import structlog
from django.conf import settings
from django.db import DatabaseError, transaction

from tenants.backend.base import DatabaseWrapper, NoSchemaEntered
from tenants.backend.faces import (
    DIRECTORY,
    REPLICA,
    answering,
    directory_is_here,
    face,
    home,
    is_configured,
    named,
)
from tenants.backend.names import PUBLIC_SCHEMA

log = structlog.get_logger(__name__)
_NO_ID = UUID(int=0)


@dataclass(frozen=True)
class TenantInfo:
    """A company as the rest of the code knows it; `PUBLIC` stands for the shared schema."""

    schema_name: str
    id: UUID = _NO_ID
    slug: str = ""
    name: str = ""
    status: str = "active"
    locale: str = "en"
    time_zone: str = "Asia/Kolkata"
    domain: str = ""
    # Where the schema is; empty for the cluster that this process serves.
    cluster: str = ""
    # When the clock changes the status, unless somebody does before (UTC); None where it never does.
    status_until: datetime | None = None

    @property
    def is_halted(self) -> bool:
        """Whether its people are kept out and its jobs wait: suspended or closed."""
        return self.status in ("suspended", "closed")

    @property
    def is_public(self) -> bool:
        """Whether this is the shared schema rather than a company's."""
        return self.schema_name == PUBLIC_SCHEMA


PUBLIC = TenantInfo(schema_name=PUBLIC_SCHEMA, name="Sales Mastery Hub")


class LivesElsewhere(Exception):
    """A company was to be entered that is on another cluster than the one this process serves."""

    def __init__(self, tenant: TenantInfo) -> None:
        super().__init__(
            f"{tenant.slug or tenant.schema_name} is on cluster {tenant.cluster!r}, and this process"
            f" serves {settings.CLUSTER!r}."
        )
        self.tenant = tenant


def lives_here(tenant: TenantInfo) -> bool:
    """Whether a schema is on the cluster that this process serves."""
    if tenant.is_public:
        return directory_is_here()
    return tenant.cluster in ("", settings.CLUSTER)


def current_tenant() -> TenantInfo:
    """Return the company (or PUBLIC) whose schema is entered.

    Raises:
        NoSchemaEntered: when none is.

    """
    tenant = face().tenant
    if tenant is None:
        raise NoSchemaEntered("No schema is entered.")
    return cast(TenantInfo, tenant)


def current_schema() -> str:
    """Return the name of the entered schema; raises NoSchemaEntered when none is."""
    return current_tenant().schema_name


def schema_or_none() -> str | None:
    """Return the name of the entered schema, or None."""
    return cast("str | None", face().schema_name)


def _connection_for(tenant: TenantInfo) -> DatabaseWrapper:
    if tenant.is_public:
        return home() if directory_is_here() else named(DIRECTORY)
    if not lives_here(tenant):
        raise LivesElsewhere(tenant)
    return home()


@contextmanager
def _inside(tenant: TenantInfo) -> Iterator[TenantInfo]:
    before = face()
    if before.tenant is not None and before.schema_name == tenant.schema_name:
        yield cast(TenantInfo, before.tenant)
        return
    connection = _connection_for(tenant)
    previous = connection.tenant
    # No transaction crosses schemas: what is written here would be undone, or kept, together with the
    # other schema's rows (or, on two clusters, without them). Reading is allowed, and Postgres holds
    # us to it.
    only_read = before.tenant is not None and before.in_real_atomic_block
    with (
        nullcontext() if connection is before else answering(connection),
        transaction.atomic() if only_read else nullcontext(),
    ):
        connection.set_tenant(tenant)
        try:
            if only_read:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT set_config('transaction_read_only', 'on', true)")
            yield tenant
        finally:
            connection.set_tenant(previous)


_PEACE_SECONDS = 5.0
_ask_replica_again = 0.0


def _replica() -> DatabaseWrapper | None:
    """Return the connection to the replica where what is read now may come from there."""
    global _ask_replica_again
    here = face()
    if not is_configured(REPLICA) or here is not home() or time.monotonic() < _ask_replica_again:
        return None
    if here.in_real_atomic_block and _has_written(here):
        return None  # it would not see what this transaction wrote
    try:
        named(REPLICA).ensure_connection()
    except DatabaseError:
        _ask_replica_again = time.monotonic() + _PEACE_SECONDS
        log.warning("replica_away")
        return None
    return named(REPLICA)


def _has_written(connection: DatabaseWrapper) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id_if_assigned() IS NOT NULL")
        return bool(cursor.fetchone()[0])


@contextmanager
def reading_from_replica() -> Iterator[None]:
    """Read the entered schema from a hot standby, for readers who can do with what was true a moment ago.

    Under the schema's own path and role, in a transaction that refuses to write. The usual connection
    goes on answering where there is no replica (`REPLICA_URL`), where it is away, and inside a
    transaction that has written something.

    Raises:
        NoSchemaEntered: when no schema is entered.
    """
    tenant = current_tenant()
    replica = _replica()
    if replica is None:
        yield
        return
    with answering(replica), transaction.atomic():
        replica.set_tenant(tenant)
        try:
            with replica.cursor() as cursor:
                cursor.execute("SELECT set_config('transaction_read_only', 'on', true)")
            yield
        finally:
            replica.set_tenant(None)


@contextmanager
def in_public() -> Iterator[TenantInfo]:
    """Enter the shared schema; inside another schema's transaction, for reading only."""
    with _inside(PUBLIC) as tenant:
        yield tenant


@contextmanager
def in_tenant(tenant: TenantInfo) -> Iterator[TenantInfo]:
    """Enter a company's schema; inside another schema's transaction, for reading only."""
    with _inside(tenant) as entered:
        yield entered
