"""Tells which companies' schemas are not what their migrations say, and in what."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tenants.kernel.errors import DomainError
from tenants.services.drift import check_schemas
from tenants.services.template import TemplateDiffers

_LINES = 20


class Command(BaseCommand):
    """`manage.py check_schemas`: after a restore, or when somebody was at the database by hand."""

    help = "Compare companies' schemas with what the migrations make."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take companies, or none for all."""
        parser.add_argument("slugs", nargs="*", metavar="SLUG", help="companies (default: all)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check; end with an error when one is not as it should be."""
        checked = drifted = 0
        try:
            for company in check_schemas(slugs=tuple(options["slugs"])):
                checked += 1
                if company.findings:
                    drifted += 1
                    self.stdout.write(f"{company.slug} ({company.schema})")
                    self.stdout.writelines(f"  {line}\n" for line in company.findings[:_LINES])
                    if len(company.findings) > _LINES:
                        self.stdout.write(f"  and {len(company.findings) - _LINES} more")
        except DomainError as error:
            raise CommandError(error.message) from error
        except TemplateDiffers as error:
            raise CommandError(f"There is nothing to compare with: {error}") from error
        if drifted:
            raise CommandError(f"{drifted} of {checked} are not what their migrations say.")
        self.stdout.write(f"{checked} checked, all as they should be")
