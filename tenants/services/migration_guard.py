"""What is looked at before any migration is applied anywhere: edited ones, and those unfit for tables in use."""

from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.db.migrations.loader import MigrationLoader

from tenants.backend.base import DatabaseWrapper
from tenants.backend.heads import Key, applied_migrations
from tenants.backend.names import PUBLIC_SCHEMA
from tenants.enums import TenantStatus
from tenants.kernel.errors import Conflict
from tenants.models import Tenant
from tenants.services.migration import as_owner, directory_rows
from tenants.services.migration_risks import risks
from tenants.services.migration_texts import keep_texts, refuse_edited


@dataclass(frozen=True)
class Heads:
    """Which migrations were applied where."""

    public: frozenset[Key]
    companies: dict[frozenset[Key], list[str]]  # schemas with the same ones, oldest company first
    order: dict[str, int]  # of all companies' schemas

    @property
    def applied(self) -> set[Key]:
        """What was applied anywhere."""
        return set(self.public).union(*self.companies)


def read_heads(connection: DatabaseWrapper) -> Heads:
    """Ask all schemas of this cluster at once; on the owner's connection, with `public` entered."""
    gone = (TenantStatus.FAILED, TenantStatus.ERASED)
    with directory_rows() as alias:
        rows = Tenant.objects.using(alias).filter(cluster=settings.CLUSTER).exclude(status__in=gone)
        named = list(rows.order_by("created_at").values_list("schema_name", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname = ANY(%s)", [named])
        there = {name for (name,) in cursor.fetchall()}
        companies = applied_migrations(cursor, [name for name in named if name in there])
        (public,) = applied_migrations(cursor, [PUBLIC_SCHEMA])
    return Heads(public, companies, {name: place for place, name in enumerate(named)})


def refuse_unfit(loader: MigrationLoader, heads: Heads, pending: Collection[Key]) -> None:
    """Raise Conflict, saying what is wrong and what to do, or note what is about to be applied.

    Args:
        loader: what is on disk.
        heads: what was applied where.
        pending: what is about to be applied to schemas that people use.
    """
    refuse_edited(heads.applied, loader)
    if pending and (found := risks(pending)):
        listed = "\n".join(f"  {risk}" for risk in found)
        raise Conflict(
            f"Unfit for tables in use, so nothing was run:\n{listed}\n"
            "What is no risk there is accepted in the migration's file: accepted_risks = {…}."
        )
    keep_texts(loader, applied=heads.applied)


def look_ahead() -> None:
    """Do so for `public` and all companies, before the first of them is migrated; new databases pass.

    Raises:
        Conflict: with what is wrong.
    """
    with as_owner(PUBLIC_SCHEMA) as connection:
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass('django_migrations'), to_regclass('tenants_tenant')")
            if None in cursor.fetchone():
                return
        heads = read_heads(connection)
        loader = MigrationLoader(None)
        everywhere = (
            heads.public.intersection(*heads.companies) if heads.companies else heads.public
        )
        refuse_unfit(loader, heads, set(loader.disk_migrations) - everywhere)
