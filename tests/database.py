"""The test run's database: made like production's, with two companies, and kept until migrations change."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.apps import apps
from django.db import connections

from tenants.backend.bootstrap import ensure_database
from tenants.backend.names import PUBLIC_SCHEMA, is_schema_name, role_name
from tenants.enums import TenantStatus
from tenants.kernel.directory import tenant_by_slug
from tenants.models import Domain, Tenant
from tenants.schemas import TenantInfo, in_public
from tenants.services.building import erase_schema, make_schema
from tenants.services.head import current_head
from tenants.services.migration import as_owner, migrate_schema
from tenants.services.template import keep_script, template_script

COMPANIES = {
    "acme": ("Acme Realty", "c_acmeacme0001", "en"),
    "zenith": ("Zenith Pharma", "c_zenith000001", "hi"),
}
_MOST_PARALLEL_RUNS = 16
_LARGE = (
    1_000_000  # bytes; what was deleted from such a table would slow down whoever reads it next
)
_COUNT_ANEW = """
SELECT setval(counter.seqrelid::regclass, counter.seqstart, false)
FROM pg_sequence AS counter JOIN pg_depend AS link ON link.objid = counter.seqrelid
WHERE link.classid = 'pg_class'::regclass AND link.deptype IN ('a', 'i')
    AND link.refobjid = ANY(%s::regclass[]::oid[])
"""
# Schemas that a module's tests share, left alone until it is done with them.
lent: set[str] = set()
_admins: dict[str, psycopg.Connection] = {}
# Filled by provisioning and migrations, so emptying a schema leaves them alone.
KEPT = {"django_migrations", "django_content_type", "auth_permission", "tenants_templatescript"}


@contextmanager
def claimed_database() -> Iterator[str]:
    """Give a database's name that no other test process uses meanwhile."""
    admin = os.environ["ADMIN_DATABASE_URL"]
    with psycopg.connect(admin, autocommit=True) as lock:
        for number in range(_MOST_PARALLEL_RUNS):
            name = f"smh_t{number}"
            row = lock.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [name]).fetchone()
            if row and row[0]:
                yield name
                return
    raise RuntimeError(f"{_MOST_PARALLEL_RUNS} test processes are running already")


def prepare(name: str) -> None:
    """Make the database, unless one is there whose migrations are the same; empty it in any case."""
    admin = os.environ["ADMIN_DATABASE_URL"]
    wanted = _fingerprint()
    with psycopg.connect(admin, autocommit=True) as connection:
        row = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
            [name],
        ).fetchone()
        fresh = row is None or row[0] != wanted
        if fresh:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            ensure_database(admin, name)
    for alias in ("default", "owner"):
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name
    if fresh:
        migrate_schema(PUBLIC_SCHEMA)
        _share_script(wanted)
        for _name, schema, _locale in COMPANIES.values():
            make_schema(schema)
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute(f"COMMENT ON DATABASE \"{name}\" IS '{wanted}'")
    empty_everything()


def _share_script(fingerprint: str) -> None:
    """Have the companies' script written once for all test processes, rather than once in each database."""
    shared = Path(os.environ["SMH_HOME"]) / "template.sql"
    first, _, body = shared.read_text().partition("\n") if shared.exists() else ("", "", "")
    if first == f"-- {fingerprint} {current_head()}":
        keep_script(current_head(), body)
        return
    script = template_script()
    unfinished = shared.with_suffix(f".{os.getpid()}")
    unfinished.write_text(f"-- {fingerprint} {current_head()}\n{script}")
    unfinished.replace(shared)


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for config in sorted(apps.get_app_configs(), key=lambda config: config.name):
        for path in sorted((Path(config.path) / "migrations").glob("*.py")):
            digest.update(path.read_bytes())
    makers = [*Path("tenants/backend").glob("*.py"), Path("tenants/services/template.py")]
    for path in sorted(makers):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def schemas() -> list[str]:
    """Return the schemas of the test database: public and the two companies'."""
    return [PUBLIC_SCHEMA, *(schema for _name, schema, _locale in COMPANIES.values())]


def empty_everything() -> None:
    """Remove every row that tests committed, then write the two companies' rows again."""
    _delete_rows(_admin())
    _erase_others()
    _write_companies()


def _admin() -> psycopg.Connection:
    """Return the superuser's connection to this process' database; one that is kept knows its tables."""
    name = str(connections["owner"].settings_dict["NAME"])
    if name not in _admins:
        _admins[name] = psycopg.connect(url_for(name, "ADMIN_DATABASE_URL"), autocommit=True)
    return _admins[name]


def leave() -> None:
    """Close what was opened for this process' database."""
    while _admins:
        _admins.popitem()[1].close()
    for connection in connections.all():
        connection.close()


def _delete_rows(admin: psycopg.Connection) -> None:
    """Delete row by row: to truncate the tables that refer to a few rows makes hundreds of files anew."""
    found = admin.execute(
        "SELECT format('%%I.%%I', schemaname, tablename), tablename FROM pg_tables"
        " WHERE schemaname = ANY(%s)",
        [schemas()],
    )
    tables = [full for full, bare in found if bare not in KEPT]
    filled = []
    for start in range(0, len(tables), 100):
        some = (f"(SELECT '{table}' FROM {table} LIMIT 1)" for table in tables[start : start + 100])
        filled += [table for (table,) in admin.execute(" UNION ALL ".join(some))]
    with admin.transaction():
        # Without triggers: rows refer to each other, and some may not be deleted otherwise.
        admin.execute("SET LOCAL session_replication_role = replica")
        for table in filled:
            admin.execute(f"DELETE FROM {table}")
        # Custom roles are permissions, among those that migrations wrote.
        for schema in schemas():
            admin.execute(
                f"DELETE FROM \"{schema}\".auth_permission WHERE codename LIKE 'role\\_%'"
            )
        admin.execute(_COUNT_ANEW, [tables])
    for table in filled:
        if admin.execute("SELECT pg_relation_size(%s::regclass)", [table]).fetchone() > (_LARGE,):
            admin.execute(f"VACUUM {table}")


def _erase_others() -> None:
    """Drop the schemas that tests made, and roles that an earlier database of this name left."""
    prefix = role_name(str(connections["owner"].settings_dict["NAME"]), "")
    with as_owner(PUBLIC_SCHEMA) as owner, owner.cursor() as cursor:
        cursor.execute(
            "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'c\\_%%' UNION"
            " SELECT substr(rolname, length(%s) + 1) FROM pg_roles WHERE starts_with(rolname, %s)",
            [prefix, prefix],
        )
        names = {name for (name,) in cursor.fetchall() if is_schema_name(name)}
    for name in names - set(schemas()) - lent:
        erase_schema(name)


def _write_companies() -> None:
    with in_public():
        for slug, (name, schema, locale) in COMPANIES.items():
            tenant = Tenant.objects.create(
                schema_name=schema, name=name, slug=slug, locale=locale, status=TenantStatus.ACTIVE
            )
            Domain.objects.create(tenant=tenant, domain=f"{slug}.localhost", is_primary=True)


def company(slug: str) -> TenantInfo:
    """Return one of the two companies."""
    found = tenant_by_slug(slug)
    assert found is not None
    return found


def url_for(name: str, variable: str) -> str:
    """Return the URL in an environment variable, with another database's name."""
    return urlunsplit(urlsplit(os.environ[variable])._replace(path=f"/{name}"))
