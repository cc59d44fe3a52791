"""Tells which of our migrations must not run against tables in use, why, and what to do instead."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tenants.services.migration_risks import risks


class Command(BaseCommand):
    """`manage.py lint_migrations`: what `deploy/test` asks, and `migrate_tenants` before it runs any."""

    help = (
        "Find migrations that lock a table for long, or that the release before cannot live with."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Look; end with an error that lists what was found."""
        if found := risks():
            raise CommandError("\n".join(map(str, found)))
        self.stdout.write("no risks")
