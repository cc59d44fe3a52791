"""Applies to every company's schema what is on disk and not yet in it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tenants.kernel.errors import DomainError
from tenants.management.progress import Progress
from tenants.services.migrating import Outcome, migrate_tenants
from tenants.services.migration_texts import accept_edited


class Command(BaseCommand):
    """`manage.py migrate_tenants`: run again, it goes on where it stopped."""

    help = "Migrate every company's schema; public is migrated before, by migrate_schemas."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how many at a time, who goes first, and what to do when one fails."""
        parser.add_argument("--workers", type=int, default=1, help="schemas at a time (default 1)")
        parser.add_argument(
            "--canary",
            nargs="+",
            default=[],
            metavar="SLUG",
            help="companies that go first; the others follow when these are done",
        )
        parser.add_argument(
            "--keep-going", action="store_true", help="do the others when one fails, and report"
        )
        add_accept_edited(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate; end with an error when a schema could not be."""
        try:
            accept_edited(options["accept_edited"])
            outcome = migrate_tenants(
                workers=options["workers"],
                canaries=tuple(options["canary"]),
                keep_going=options["keep_going"],
                tell=Progress(self.stdout),
            )
        except DomainError as error:
            raise CommandError(error.message) from error
        report(self, outcome)


def add_accept_edited(parser: CommandParser) -> None:
    """Take migrations whose edit makes no difference to schemas that have them."""
    parser.add_argument(
        "--accept-edited",
        nargs="+",
        default=[],
        metavar="APP.NAME",
        help="migrations that were edited after they were applied, to no effect",
    )


def report(command: BaseCommand, outcome: Outcome) -> None:
    """Print the sums.

    Raises:
        CommandError: when a schema could not be migrated.
    """
    command.stdout.write(f"{len(outcome.done)} migrated, {outcome.up_to_date} up to date")
    if outcome.failed:
        named = "\n".join(f"  {step.schema}: {step.error}" for step in outcome.failed)
        raise CommandError(
            f"{len(outcome.failed)} failed and are as they were, {outcome.left} not begun:\n{named}\n"
            "Run it again to go on."
        )
