"""What tests of migrating all companies share: a migration on disk, four companies, and what came of it."""

from django.db import connection

from tenants.models import MigrationStep
from tenants.schemas import TenantInfo, in_public, in_tenant
from tenants.services.migration import as_owner

FIRST = """
from importlib import import_module
Migration = import_module("enterprise.migrations.0001_initial").Migration
"""
LATER = """
import uuid
from django.contrib.postgres.operations import *
from django.db import migrations, models

def note_all(apps, editor):
    Department = apps.get_model("enterprise", "Department")
    Department.objects.using(editor.connection.alias).update(name="noted")

class Migration(migrations.Migration):
    atomic = {atomic}
    dependencies = [("enterprise", "{before}")]
    accepted_risks = {accepted}
    operations = [{operations}]
"""
COLUMN = (
    "migrations.AddField('department', 'colour', models.CharField(max_length=9, db_default='plum'))"
)
SLUGS = ["one", "two", "three", "four"]
SCHEMAS = [f"c_{slug}00000000" for slug in SLUGS]
# What a test's migrations made.
UNDONE = """
    ALTER TABLE enterprise_department DROP COLUMN IF EXISTS colour, DROP COLUMN IF EXISTS other;
    DROP TABLE IF EXISTS enterprise_region;
    DROP INDEX IF EXISTS by_night;
    DELETE FROM django_migrations WHERE app = 'enterprise' AND name <> '0001_initial'
"""


def has_column(tenant: TenantInfo, name: str = "colour") -> bool:
    """Whether a company's departments have a column."""
    with as_owner(tenant.schema_name) as owner, owner.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attname = %s",
            [f"{tenant.schema_name}.enterprise_department", name],
        )
        return bool(cursor.fetchone()[0])


def applied(tenant: TenantInfo) -> list[str]:
    """Return the migrations of `enterprise` that a company says it has."""
    with in_tenant(tenant), connection.cursor() as cursor:
        cursor.execute("SELECT name FROM django_migrations WHERE app = 'enterprise' ORDER BY name")
        return [name for (name,) in cursor.fetchall()]


def steps() -> list[tuple[str, str, str]]:
    """Return the journal: schema, state, way."""
    with in_public():
        rows = MigrationStep.objects.order_by("at")
        return list(rows.values_list("schema_name", "state", "way"))


def hinder(tenant: TenantInfo) -> None:
    """Have the migration fail at one company: its column is there already."""
    with as_owner(tenant.schema_name) as owner, owner.cursor() as cursor:
        cursor.execute("ALTER TABLE enterprise_department ADD colour int")


def mend(tenant: TenantInfo) -> None:
    """Have it fail no more."""
    with as_owner(tenant.schema_name) as owner, owner.cursor() as cursor:
        cursor.execute("ALTER TABLE enterprise_department DROP colour")
