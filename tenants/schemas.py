"""The only doors between schemas: `in_public()` and `in_tenant()`.

A queryset binds to its schema when it executes, so nothing lazy may be carried through a door: bring
back frozen dataclasses or plain values.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from django.db import connections, transaction

from tenants.backend.base import DatabaseWrapper, NoSchemaEntered
from tenants.backend.names import PUBLIC_SCHEMA

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


def _connection() -> DatabaseWrapper:
    return cast(DatabaseWrapper, connections["default"])


def current_tenant() -> TenantInfo:
    """Return the company (or PUBLIC) whose schema is entered.

    Raises:
        NoSchemaEntered: when none is.

    """
    tenant = _connection().tenant
    if tenant is None:
        raise NoSchemaEntered("No schema is entered.")
    return cast(TenantInfo, tenant)


def current_schema() -> str:
    """Return the name of the entered schema; raises NoSchemaEntered when none is."""
    return current_tenant().schema_name


def schema_or_none() -> str | None:
    """Return the name of the entered schema, or None."""
    return cast("str | None", _connection().schema_name)


@contextmanager
def _inside(tenant: TenantInfo) -> Iterator[TenantInfo]:
    connection = _connection()
    previous = connection.tenant
    if previous is not None and previous.schema_name == tenant.schema_name:
        yield previous
        return
    if previous is not None and connection.in_real_atomic_block:
        # No transaction crosses schemas: what is written here would be undone, or kept, together
        # with the other schema's rows. Reading is allowed, and Postgres holds us to it.
        with transaction.atomic():
            connection.set_tenant(tenant)
            try:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT set_config('transaction_read_only', 'on', true)")
                yield tenant
            finally:
                connection.set_tenant(previous)
        return
    connection.set_tenant(tenant)
    try:
        yield tenant
    finally:
        connection.set_tenant(previous)


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
