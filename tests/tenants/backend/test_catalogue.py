"""Comparing schemas finds every kind of difference, so "no difference" means something."""

from collections.abc import Iterator

import pytest
from django.db import connections, transaction

from tenants.backend.base import DatabaseWrapper
from tenants.backend.catalogue import describe_schema, differences
from tenants.backend.names import role_name
from tenants.services.migration import OWNER, as_owner
from tests.database import COMPANIES

pytestmark = pytest.mark.usefixtures("committed")

SCHEMA = COMPANIES["acme"][1]
PLANTED = {
    "default": (
        "ALTER TABLE accounts_user ALTER name SET DEFAULT 'x'",
        "column accounts_user.name",
    ),
    "type": (
        "ALTER TABLE accounts_user ALTER language TYPE text",
        "column accounts_user.language",
    ),
    "length": (
        "ALTER TABLE accounts_user ALTER language TYPE varchar(77)",
        "column accounts_user.language",
    ),
    "null": ("ALTER TABLE accounts_user ALTER name DROP NOT NULL", "column accounts_user.name"),
    "column": (
        "ALTER TABLE accounts_user ADD extra int",
        "not expected: column accounts_user.extra",
    ),
    "order of columns": (
        "ALTER TABLE kernel_job RENAME name TO later; ALTER TABLE kernel_job RENAME attempts TO name;"
        " ALTER TABLE kernel_job RENAME later TO attempts",
        "column kernel_job.name",
    ),
    "identity": (
        "ALTER TABLE django_content_type ALTER id SET GENERATED ALWAYS",
        "column django_content_type.id",
    ),
    "no identity": (
        "ALTER TABLE django_content_type ALTER id DROP IDENTITY",
        "missing: sequence django_content_type_id_seq",
    ),
    "collation": (
        'ALTER TABLE accounts_user ALTER language TYPE varchar(150) COLLATE "C"',
        "column accounts_user.language",
    ),
    "storage": (
        "ALTER TABLE accounts_user ALTER language SET STORAGE EXTERNAL",
        "column accounts_user.language",
    ),
    "statistics": (
        "ALTER TABLE accounts_user ALTER language SET STATISTICS 7",
        "column accounts_user.language",
    ),
    "name of a constraint": (
        "ALTER TABLE accounts_user RENAME CONSTRAINT accounts_user_pkey TO another",
        "missing: constraint accounts_user.accounts_user_pkey",
    ),
    "no constraint": (
        "ALTER TABLE django_content_type DROP CONSTRAINT"
        " django_content_type_app_label_model_76bd3d3b_uniq CASCADE",
        "missing: constraint django_content_type.",
    ),
    "check": (
        "ALTER TABLE accounts_user ADD CONSTRAINT sane CHECK (name <> '') NOT VALID",
        "not expected: constraint accounts_user.sane",
    ),
    "name of an index": ("ALTER INDEX job_open RENAME TO another", "missing: index job_open"),
    "condition of an index": (
        "DROP INDEX job_open; CREATE INDEX job_open ON kernel_job (run_after)",
        "differs: index job_open",
    ),
    "no index": ("DROP INDEX audit_at", "missing: index audit_at"),
    "clustering": ("ALTER TABLE kernel_auditentry CLUSTER ON audit_at", "differs: index audit_at"),
    "step of a sequence": (
        "ALTER SEQUENCE auth_permission_id_seq INCREMENT 2",
        "differs: sequence auth_permission_id_seq",
    ),
    "counter": (
        "SELECT nextval('auth_permission_id_seq')",
        "differs: counter auth_permission_id_seq",
    ),
    "owner of a sequence": (
        "CREATE SEQUENCE s OWNED BY accounts_user.name",
        "not expected: sequence s",
    ),
    "comment on a table": ("COMMENT ON TABLE accounts_user IS 'x'", "relation accounts_user"),
    "comment on a column": (
        "COMMENT ON COLUMN accounts_user.name IS 'x'",
        "column accounts_user.name",
    ),
    "comment on an index": ("COMMENT ON INDEX audit_at IS 'x'", "relation audit_at"),
    "comment on a constraint": (
        "COMMENT ON CONSTRAINT accounts_user_pkey ON accounts_user IS 'x'",
        "constraint accounts_user.accounts_user_pkey",
    ),
    "comment on the schema": (f"COMMENT ON SCHEMA {SCHEMA} IS 'x'", "differs: schema"),
    "more rights": ("GRANT UPDATE ON kernel_auditentry TO {role}", "relation kernel_auditentry"),
    "fewer rights": ("REVOKE INSERT ON accounts_user FROM {role}", "relation accounts_user"),
    "rights on a column": (
        "GRANT UPDATE (target) ON kernel_auditentry TO {role}",
        "column kernel_auditentry.target",
    ),
    "rights on a sequence": (
        "REVOKE USAGE ON SEQUENCE auth_permission_id_seq FROM {role}",
        "relation auth_permission_id_seq",
    ),
    "rights on the schema": (f"GRANT CREATE ON SCHEMA {SCHEMA} TO {{role}}", "differs: schema"),
    "rights of things to come": (
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA {SCHEMA} GRANT ALL ON TABLES TO {{role}}",
        "not expected: default privilege",
    ),
    "owner": (
        "GRANT {role} TO smh_owner WITH SET TRUE; GRANT CREATE ON SCHEMA " + SCHEMA + " TO {role};"
        " ALTER TABLE accounts_user OWNER TO {role}",
        "differs: relation accounts_user:",
    ),
    "role": ("ALTER ROLE {role} NOINHERIT", "differs: role"),
    "members of the role": ("GRANT {role} TO smh_app WITH INHERIT TRUE", "differs: role"),
    "seed row more": (
        "INSERT INTO django_content_type (app_label, model) VALUES ('x', 'y')",
        "not expected: row of django_content_type",
    ),
    "seed row less": ("DELETE FROM auth_permission", "missing: row of auth_permission"),
    "migration": (
        "UPDATE django_migrations SET name = '0002_x' WHERE app = 'accounts'",
        "missing: row of django_migrations",
    ),
    "view": ("CREATE VIEW v AS SELECT 1", "not expected: relation v"),
    "function": (
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "not expected: function ~.f()",
    ),
    "trigger": (
        "CREATE TRIGGER t BEFORE UPDATE ON accounts_user FOR EACH ROW"
        " EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        "not expected: trigger accounts_user.t",
    ),
    "type of its own": ("CREATE TYPE mood AS ENUM ('sold', 'lost')", "not expected: type mood"),
    "policy": (
        "CREATE POLICY p ON accounts_user USING (true)",
        "not expected: policy accounts_user.p",
    ),
    "row security": (
        "ALTER TABLE accounts_user ENABLE ROW LEVEL SECURITY",
        "relation accounts_user",
    ),
    "rule": (
        "CREATE RULE r AS ON DELETE TO accounts_user DO INSTEAD NOTHING",
        "not expected: rule accounts_user.r",
    ),
    "statistics object": (
        "CREATE STATISTICS st ON name, email FROM accounts_user",
        "not expected: object statistics object ~.st",
    ),
    "unlogged": ("ALTER TABLE django_session SET UNLOGGED", "relation django_session"),
    "options of a table": (
        "ALTER TABLE accounts_user SET (fillfactor = 70)",
        "relation accounts_user",
    ),
    "replica identity": (
        "ALTER TABLE accounts_user REPLICA IDENTITY FULL",
        "relation accounts_user",
    ),
}


@pytest.fixture
def owner() -> Iterator[DatabaseWrapper]:
    with as_owner(SCHEMA) as connection:
        yield connection
    connections[OWNER].close()


def _told(owner: DatabaseWrapper, schema: str = SCHEMA) -> dict[str, str]:
    with owner.cursor() as cursor:
        return describe_schema(cursor, schema=schema, role=role_name(owner.database, schema))


@pytest.mark.parametrize("kind", PLANTED)
def test_a_planted_difference_is_found(owner: DatabaseWrapper, kind: str) -> None:
    statement, named = PLANTED[kind]
    with transaction.atomic(using=OWNER):
        before = _told(owner)
        with owner.cursor() as cursor:
            cursor.execute(statement.format(role=role_name(owner.database, SCHEMA)))
        found = differences(before, _told(owner))
        transaction.set_rollback(True, using=OWNER)
    assert any(named in line for line in found), found


def test_nothing_planted_nothing_found(owner: DatabaseWrapper) -> None:
    with transaction.atomic(using=OWNER):
        acme, zenith = (
            # Tests count the sequences of one company up further than the other's.
            {name: what for name, what in _told(owner, schema).items() if "counter" not in name}
            for schema in (SCHEMA, COMPANIES["zenith"][1])
        )
    assert differences(acme, zenith) == []
    assert len(acme) > 1000


def test_a_schema_that_is_not_there_has_nothing(owner: DatabaseWrapper) -> None:
    with transaction.atomic(using=OWNER):
        assert _told(owner, "c_nothere00001") == {}
