"""Fills the pool of spare schemas now, rather than when a worker comes to it."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from tenants.backend.faces import directory_is_here
from tenants.schemas import in_public
from tenants.services.pool import stock_spares


class Command(BaseCommand):
    """`manage.py stock_spares`: before a day on which many companies are expected."""

    help = "Make spare schemas for companies to come; drop those that an earlier release left."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a size other than the setting's."""
        parser.add_argument("--size", type=int, help="spares in all (default: SPARE_SCHEMAS)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Fill the pool and say what was done."""
        if not directory_is_here():
            raise CommandError(f"Companies begin on {settings.DIRECTORY_CLUSTER}: run it there.")
        with in_public():
            done = stock_spares(size=options["size"])
        self.stdout.write(f"made {done.made}, dropped {done.dropped}")
