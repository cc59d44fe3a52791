"""The engine's guards: no schema, no statement; one schema, one path, one role."""

import os
import threading

import psycopg
import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from tenants.backend.base import NoSchemaEntered, OutsideTransaction
from tenants.backend.names import role_name
from tenants.backend.roles import create_role
from tenants.kernel.models import AuditEntry
from tenants.schemas import current_schema, in_public, in_tenant
from tests.database import company


def _one(statement: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def test_no_statement_runs_without_a_schema(committed: None) -> None:
    with pytest.raises(NoSchemaEntered):
        _one("SELECT 1")
    with pytest.raises(NoSchemaEntered), transaction.atomic():
        _one("SELECT 1")


def test_path_and_role_are_the_schemas_own(committed: None) -> None:
    acme = company("acme")
    with in_tenant(acme):
        assert _one("SHOW search_path") == f'"{acme.schema_name}", extensions'
        assert _one("SELECT current_user").endswith(f"_{acme.schema_name}")
    with in_public():
        assert _one("SHOW search_path") == '"public", extensions'
        assert _one("SELECT current_user") == "smh_public"


def test_a_lone_statement_leaves_nothing_on_the_connection(committed: None) -> None:
    with in_tenant(company("acme")):
        _one("SELECT 1")
        with connection.connection.cursor() as raw:
            assert raw.execute("SHOW search_path").fetchone() == ('""',)
            assert raw.execute("SELECT current_user").fetchone() == ("smh_app",)


def test_a_lone_write_is_committed_and_a_failed_one_leaves_no_transaction(committed: None) -> None:
    with in_tenant(company("acme")):
        AuditEntry.objects.create(action="test.lone")
        with pytest.raises(ProgrammingError):
            _one("SELECT no_such_column")
        assert AuditEntry.objects.filter(action="test.lone").count() == 1


def test_a_table_missing_in_a_company_is_not_looked_up_in_public(committed: None) -> None:
    with in_public():
        assert _one("SELECT count(*) FROM tenants_tenant") == 2
    with in_tenant(company("acme")), pytest.raises(ProgrammingError):
        _one("SELECT count(*) FROM tenants_tenant")


def test_the_role_may_not_read_another_schema_by_its_name(committed: None) -> None:
    acme, zenith = company("acme"), company("zenith")
    with in_tenant(zenith):
        AuditEntry.objects.create(action="test.zenith")
        assert _one(f"SELECT count(*) FROM {zenith.schema_name}.kernel_auditentry") == 1
    for foreign in (zenith.schema_name, "public"):
        with in_tenant(acme), pytest.raises(ProgrammingError, match="permission denied"):
            _one(f"SELECT count(*) FROM {foreign}.kernel_auditentry")


def test_the_application_may_take_a_companys_role_on_and_inherits_nothing(committed: None) -> None:
    role = role_name(connection.database, company("acme").schema_name)
    with psycopg.connect(os.environ["ADMIN_DATABASE_URL"]) as admin:
        found = admin.execute(
            "SELECT inherit_option, set_option, admin_option FROM pg_auth_members"
            " WHERE roleid = %s::regrole AND member = 'smh_app'::regrole",
            [role],
        ).fetchall()
    assert found == [(False, True, False)]


def test_no_role_is_made_while_the_application_would_inherit_it(committed: None) -> None:
    schema = "c_inherit00001"
    with psycopg.connect(os.environ["ADMIN_DATABASE_URL"]) as admin, admin.cursor() as cursor:
        cursor.execute("ALTER ROLE smh_app INHERIT")
        with pytest.raises(RuntimeError, match="NOINHERIT"):
            create_role(cursor, database=connection.database, schema=schema)
        cursor.execute("SELECT FROM pg_roles WHERE rolname LIKE %s", [f"%{schema}"])
        assert cursor.fetchone() is None
        admin.rollback()


def test_a_rolled_back_savepoint_does_not_leave_the_wrong_path(committed: None) -> None:
    acme = company("acme")
    with in_tenant(acme), transaction.atomic():
        with pytest.raises(ValueError, match="undo"), transaction.atomic():
            _one("SELECT 1")  # path and role are set inside this savepoint, and undone with it
            raise ValueError("undo")
        assert _one("SHOW search_path") == f'"{acme.schema_name}", extensions'


def test_inside_a_transaction_another_schema_is_read_only(committed: None) -> None:
    acme, zenith = company("acme"), company("zenith")
    with in_tenant(acme), transaction.atomic():
        AuditEntry.objects.create(action="test.acme")
        with in_tenant(zenith):
            assert AuditEntry.objects.count() == 0
        with pytest.raises(DatabaseError, match="read-only"), in_tenant(zenith):
            AuditEntry.objects.create(action="test.crossing")
        AuditEntry.objects.create(action="test.acme")
        assert current_schema() == acme.schema_name
    with in_tenant(acme):
        assert AuditEntry.objects.count() == 2
    with in_tenant(zenith):
        assert AuditEntry.objects.count() == 0


def test_a_thread_starts_in_no_schema(committed: None) -> None:
    seen: list[BaseException] = []

    def work() -> None:
        try:
            AuditEntry.objects.count()
        except NoSchemaEntered as error:
            seen.append(error)
        finally:
            connection.close()

    with in_tenant(company("acme")):
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    assert len(seen) == 1


def test_on_commit_runs_in_the_schema_it_was_asked_for(committed: None) -> None:
    acme, zenith = company("acme"), company("zenith")
    ran_in: list[str] = []
    with in_tenant(acme), transaction.atomic():
        with in_tenant(zenith):
            transaction.on_commit(lambda: ran_in.append(current_schema()))
        transaction.on_commit(lambda: ran_in.append(current_schema()))
    assert ran_in == [zenith.schema_name, acme.schema_name]


def test_named_cursors_and_copy_need_a_transaction(committed: None) -> None:
    with in_tenant(company("acme")):
        with pytest.raises(OutsideTransaction):
            connection._cursor(name="kept")
        with connection.cursor() as cursor, pytest.raises(OutsideTransaction):
            cursor.copy("COPY kernel_auditentry TO STDOUT")
        AuditEntry.objects.create(action="test.iterated")
        assert [entry.action for entry in AuditEntry.objects.iterator()] == ["test.iterated"]


def test_append_only_tables_cannot_be_changed(committed: None) -> None:
    with in_tenant(company("acme")):
        entry = AuditEntry.objects.create(action="test.kept")
        with pytest.raises(ProgrammingError, match="permission denied"):
            AuditEntry.objects.filter(id=entry.id).update(action="test.altered")
        with pytest.raises(ProgrammingError, match="permission denied"):
            AuditEntry.objects.filter(id=entry.id).delete()
        assert AuditEntry.objects.get().action == "test.kept"


@pytest.mark.django_db
def test_the_guards_hold_inside_a_test_case_too(acme: object, zenith: object) -> None:
    with pytest.raises(NoSchemaEntered):
        _one("SELECT 1")
    with in_tenant(acme):
        AuditEntry.objects.create(action="test.case")
    with in_tenant(zenith):
        assert AuditEntry.objects.count() == 0
        AuditEntry.objects.create(action="test.case")
