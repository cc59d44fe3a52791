"""Migrates `public`, then every company's schema."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.db.migrations.loader import MigrationLoader

from tenants.backend.faces import directory_is_here
from tenants.backend.names import PUBLIC_SCHEMA
from tenants.kernel.errors import DomainError
from tenants.management.commands.migrate_tenants import add_accept_edited, report
from tenants.management.progress import Progress
from tenants.schemas import in_public
from tenants.services.migrating import migrate_tenants
from tenants.services.migration import migrate_schema
from tenants.services.migration_guard import look_ahead
from tenants.services.migration_texts import accept_edited, keep_texts
from tenants.services.pool import ask_for_spares
from tenants.services.template import TemplateDiffers, put_in_force


class Command(BaseCommand):
    """`manage.py migrate_schemas`: takes the place of django-tenants' command of that name."""

    help = "Migrate public and every company's schema."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take one schema's name, or none for all."""
        parser.add_argument("--schema", help="migrate this schema only")
        add_accept_edited(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, saying which schema is being worked on."""
        try:
            accept_edited(options["accept_edited"])
            look_ahead()
        except DomainError as error:
            raise CommandError(error.message) from error
        if options["schema"]:
            self._migrate(options["schema"])
            return
        self._migrate(PUBLIC_SCHEMA)
        self._migrate_companies()
        self._renew_template()

    def _migrate_companies(self) -> None:
        try:
            outcome = migrate_tenants(tell=Progress(self.stdout))
        except DomainError as error:
            raise CommandError(error.message) from error
        report(self, outcome)

    def _renew_template(self) -> None:
        """Companies to come are made from a script of what was just applied, spares by a worker."""
        keep_texts(MigrationLoader(None))
        try:
            put_in_force()
        except TemplateDiffers as error:
            self.stderr.write(f"New companies are made by migrating, which takes seconds: {error}")
            return
        if not directory_is_here():
            return  # companies begin on the directory's cluster, and its pool
        with in_public(), transaction.atomic():
            ask_for_spares()

    def _migrate(self, schema: str) -> None:
        # Every schema is named: a migration that hangs must tell where.
        self.stdout.write(f"migrating {schema}")
        migrate_schema(schema)
