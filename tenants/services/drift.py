"""Finding schemas that are not what their migrations say: changed by hand, or half restored."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.migrations.loader import MigrationLoader

from tenants.backend.catalogue import differences
from tenants.backend.heads import applied_migrations
from tenants.backend.names import PUBLIC_SCHEMA
from tenants.enums import TenantStatus
from tenants.kernel.errors import Missing
from tenants.models import Tenant
from tenants.services.migrating_plan import is_up_to_date
from tenants.services.migration import as_owner, directory_rows
from tenants.services.template import made_by, template_script, told


@dataclass(frozen=True)
class Checked:
    """What was found at one company."""

    slug: str
    schema: str
    findings: tuple[str, ...]  # one line a thing; none when all is as it should be


def check_schemas(*, slugs: tuple[str, ...] = ()) -> Iterator[Checked]:
    """Compare companies' schemas with what the script of the current head makes, their rows aside.

    Args:
        slugs: of the companies; none for all.

    Raises:
        Missing: when a slug names no company.
        TemplateDiffers: when there is no script to compare with.
    """
    rows = _companies(slugs)
    expected = made_by(template_script(), with_rows=False)
    loader = MigrationLoader(None)
    there, up_to_date = _looked_up(list(rows), loader)
    for schema, slug in rows.items():
        if schema not in there:
            yield Checked(slug, schema, ("its schema is missing",))
        elif schema not in up_to_date:
            yield Checked(slug, schema, ("has other migrations than the code: migrate first",))
        else:
            with as_owner(schema) as connection:
                found = differences(expected, told(connection, schema, with_rows=False))
            yield Checked(slug, schema, tuple(found))


def _companies(slugs: tuple[str, ...]) -> dict[str, str]:
    gone = (TenantStatus.FAILED, TenantStatus.ERASED, TenantStatus.PROVISIONING)
    with directory_rows() as alias, transaction.atomic(using=alias):
        here = Tenant.objects.using(alias).filter(cluster=settings.CLUSTER)
        tenants = here.exclude(status__in=gone).order_by("created_at")
        if slugs:
            tenants = tenants.filter(slug__in=slugs)
        rows = dict(tenants.values_list("schema_name", "slug"))
    if unknown := sorted(set(slugs) - set(rows.values())):
        raise Missing(
            f"No company on cluster {settings.CLUSTER} has the subdomain {', '.join(unknown)}."
        )
    return rows


def _looked_up(schemas: list[str], loader: MigrationLoader) -> tuple[set[str], set[str]]:
    """Return which of the schemas there are, and which of these have the migrations on disk."""
    with as_owner(PUBLIC_SCHEMA) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname = ANY(%s)", [schemas])
        there = {name for (name,) in cursor.fetchall()}
        groups = applied_migrations(cursor, sorted(there))
    return there, {
        schema
        for applied, alike in groups.items()
        if is_up_to_date(applied, loader)
        for schema in alike
    }
