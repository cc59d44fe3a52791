"""Migrates `public`, then every company's schema."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tenants.backend.names import PUBLIC_SCHEMA
from tenants.kernel.directory import active_tenants
from tenants.services.migration import migrate_schema


class Command(BaseCommand):
    """`manage.py migrate_schemas`: takes the place of django-tenants' command of that name."""

    help = "Migrate public and every company's schema."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take one schema's name, or none for all."""
        parser.add_argument("--schema", help="migrate this schema only")

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, saying which schema is being worked on."""
        if options["schema"]:
            self._migrate(options["schema"])
            return
        self._migrate(PUBLIC_SCHEMA)
        for tenant in active_tenants():
            self._migrate(tenant.schema_name)

    def _migrate(self, schema: str) -> None:
        # Every schema is named: a migration that hangs must tell where.
        self.stdout.write(f"migrating {schema}")
        migrate_schema(schema)
