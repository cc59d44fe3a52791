"""Removes what provisioning left half made, and says what it was."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tenants.kernel.errors import DomainError
from tenants.schemas import in_public
from tenants.services.sweeping import sweep


class Command(BaseCommand):
    """`manage.py sweep_schemas`: what a worker does every hour."""

    help = "Finish or give up settings up that hang; remove schemas and roles that nobody has."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whether only to look."""
        parser.add_argument("--look", action="store_true", help="say what would be done")

    def handle(self, *args: Any, **options: Any) -> None:
        """Sweep, one line a thing."""
        try:
            with in_public():
                found = sweep(look_only=options["look"])
        except DomainError as error:
            raise CommandError(error.message) from error
        for swept in found:
            self.stdout.write(f"{swept.action} {swept.name}: {swept.reason}")
        self.stdout.write(f"{len(found)} in all")
