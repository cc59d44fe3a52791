"""The engine of every connection: django-tenants' backend, made strict.

A connection has no schema until one is entered through `tenants.schemas`. From then on each
transaction starts by setting search path and role, both for that transaction only, so a pooled or
crashed connection carries nothing over. `public` is never on a company's path.
"""

from collections.abc import Callable
from typing import Any

from django.db import DatabaseError
from django.db.backends.postgresql.features import DatabaseFeatures as PostgresFeatures
from django_tenants.postgresql_backend.base import DatabaseWrapper as TenantsDatabaseWrapper
from psycopg.pq import TransactionStatus

from tenants.backend import wear
from tenants.backend.cursors import StrictCursor, StrictDebugCursor
from tenants.backend.driver import run_at_once
from tenants.backend.names import EXTENSIONS_SCHEMA, is_schema_name, role_name


class NoSchemaEntered(DatabaseError):
    """A statement was about to run on a connection that has entered no schema."""


class OutsideTransaction(DatabaseError):
    """A named cursor or COPY was asked for outside a transaction, where it could outlive its schema."""


class DatabaseFeatures(PostgresFeatures):
    """Postgres' features, where Django would find one out by making a table in whatever schema."""

    supports_transactions = True


class DatabaseWrapper(TenantsDatabaseWrapper):
    """A connection whose every statement runs in a named schema, under that schema's role."""

    features_class = DatabaseFeatures

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._applied: str | None = None
        self._controlling = False
        super().__init__(*args, **kwargs)
        self.session_path: bool = bool(self.settings_dict.get("SESSION_PATH"))
        # After so many schemas a connection is replaced; None on the owner's, which holds locks.
        self._most_schemas: int | None = self.settings_dict.get("MOST_SCHEMAS")
        self.set_tenant(None)

    # -- which schema -------------------------------------------------------------------

    def set_tenant(self, tenant: Any, include_public: bool = False) -> None:
        """Make `tenant` (anything with a `schema_name`, or None) the schema of the next statement.

        Raises:
            ValueError: when the name is not one that provisioning gives out, or `public`.

        """
        if tenant is not None and not is_schema_name(tenant.schema_name):
            raise ValueError(f"Not a schema name: {tenant.schema_name!r}")
        self.tenant = tenant
        self.schema_name = tenant.schema_name if tenant is not None else None
        # A job that walks through all companies gives no connection back in between.
        free = tenant is not None and self.autocommit and not self.in_atomic_block
        if free and self._is_worn():
            self.close()

    def _is_worn(self) -> bool:
        return wear.is_worn(self.connection, most=self._most_schemas, entering=self.schema_name)

    def set_schema_to_public(self) -> None:
        """Do nothing: `public` is entered by name, and is never what a connection falls back to."""
        self.tenant = None
        self.schema_name = None

    @property
    def database(self) -> str:
        """The name of the database this connection is to."""
        return str(self.settings_dict["NAME"])

    @property
    def in_real_atomic_block(self) -> bool:
        """Whether a transaction is open that is not merely the one around a test case."""
        return any(not block._from_testcase for block in self.atomic_blocks)

    # -- before each statement ----------------------------------------------------------

    def enter_schema(self) -> bool:
        """Set path and role for the statement about to run.

        Returns:
            True when the statement is alone and `leave_schema` must end its transaction.

        Raises:
            NoSchemaEntered: when no schema was entered on this connection.

        """
        if self._controlling:
            return False
        if self.schema_name is None:
            raise NoSchemaEntered(
                "No schema is entered: use tenants.schemas.in_public() or in_tenant()."
            )
        if self.session_path:
            if self._applied != self.schema_name:
                self._set(local=False)
            return False
        if not self.autocommit:
            if self._applied != self.schema_name:
                self._set(local=True)
            return False
        self._set(local=True)
        return True

    def leave_schema(self, *, failed: bool) -> None:
        """End the transaction of a statement that stood alone."""
        self._applied = None
        if self.connection is not None and not self.connection.closed:
            self._raw("ROLLBACK" if failed else "COMMIT")

    def _set(self, *, local: bool) -> None:
        path = f'"{self.schema_name}", {EXTENSIONS_SCHEMA}'
        scope = "true" if local else "false"
        statement = f"SELECT set_config('search_path', '{path}', {scope})"
        if local:
            role = role_name(self.database, str(self.schema_name))
            statement += f", set_config('role', '{role}', true)"
            if self.connection.pgconn.transaction_status == TransactionStatus.IDLE:
                # The driver would begin by itself, with a round trip more.
                statement = f"BEGIN; {statement}"
        self._applied = None
        self._raw(statement)
        self._applied = self.schema_name
        wear.note(self.connection, str(self.schema_name))

    def _raw(self, statement: str) -> None:
        with self.wrap_database_errors:
            run_at_once(self.connection, statement)

    def run_transaction(self, statements: str) -> None:
        """Run SQL as one transaction in one round trip, on the owner's connection.

        Args:
            statements: with semicolons between them; they set the path that they need.

        Raises:
            DatabaseError: when one fails; none of them was done then.
        """
        self.ensure_connection()
        try:
            self._raw(f"BEGIN; {statements}; COMMIT")
        except DatabaseError:
            if self.connection.pgconn.transaction_status != TransactionStatus.UNKNOWN:
                self._raw("ROLLBACK")
            raise

    # -- cursors ------------------------------------------------------------------------

    def _cursor(self, name: str | None = None) -> Any:
        if name is not None and not self.session_path and not self._in_transaction():
            raise OutsideTransaction("A named cursor needs a transaction.")
        return super(TenantsDatabaseWrapper, self)._cursor(name=name)

    def chunked_cursor(self) -> Any:
        """Return a server-side cursor inside a transaction, a client-side one outside."""
        if self.session_path or self._in_transaction():
            return super().chunked_cursor()
        return self._cursor()

    def make_cursor(self, cursor: Any) -> StrictCursor:
        """Wrap a driver's cursor so that it enters the schema before each statement."""
        return StrictCursor(cursor, self)

    def make_debug_cursor(self, cursor: Any) -> StrictDebugCursor:
        """The same, recording statements for query counts."""
        return StrictDebugCursor(cursor, self)

    def _in_transaction(self) -> bool:
        return self.in_real_atomic_block or (not self.autocommit and not self.atomic_blocks)

    def require_transaction(self) -> None:
        """Raise OutsideTransaction unless a transaction is open."""
        if not self.session_path and not self._in_transaction():
            raise OutsideTransaction("COPY needs a transaction.")

    def check_constraints(self, table_names: list[str] | None = None) -> None:
        """Check deferred constraints now. It concerns no schema, so none need be entered."""
        self._raw("SET CONSTRAINTS ALL IMMEDIATE")
        self._raw("SET CONSTRAINTS ALL DEFERRED")

    # -- transactions -------------------------------------------------------------------

    def on_commit(self, func: Callable[[], object], robust: bool = False) -> None:
        """Run `func` after commit, in the schema that is entered now rather than then."""
        tenant = self.tenant

        def in_schema_of_registration() -> None:
            current = self.tenant
            self.set_tenant(tenant)
            try:
                func()
            finally:
                self.set_tenant(current)

        super().on_commit(in_schema_of_registration, robust)

    def _savepoint(self, sid: str) -> None:
        self._control(super()._savepoint, sid)

    def _savepoint_commit(self, sid: str) -> None:
        self._control(super()._savepoint_commit, sid)

    def _savepoint_rollback(self, sid: str) -> None:
        # ROLLBACK TO undoes a setting made after the savepoint, so nothing is known any more.
        self._applied = None
        self._control(super()._savepoint_rollback, sid)

    def _control(self, act: Callable[[str], None], sid: str) -> None:
        self._controlling = True
        try:
            act(sid)
        finally:
            self._controlling = False

    def _commit(self) -> None:
        if not self.session_path:
            self._applied = None
        super()._commit()

    def _rollback(self) -> None:
        self._applied = None
        super()._rollback()

    def savepoint_rollback(self, sid: str) -> None:
        """Roll back to a savepoint (django-tenants' own bookkeeping does not apply here)."""
        super(TenantsDatabaseWrapper, self).savepoint_rollback(sid)

    def rollback(self) -> None:
        """Roll back the transaction (django-tenants' own bookkeeping does not apply here)."""
        super(TenantsDatabaseWrapper, self).rollback()

    def connect(self) -> None:
        """Open the connection; a fresh one has nothing set."""
        self._applied = None
        super().connect()

    def close(self) -> None:
        """Close the connection, or give it back to its pool, and forget what was set on it."""
        self._applied = None
        super(TenantsDatabaseWrapper, self).close()

    def _close(self) -> None:
        if self.connection is not None and self.pool is not None and self._is_worn():
            wear.retire(self.connection)
        super()._close()
