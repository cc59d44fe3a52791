"""Puts a company back as a backup has it."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from tenants.kernel.errors import DomainError
from tenants.services.restoring import (
    Restored,
    confirm_restore,
    restore_as,
    restore_tenant,
    undo_restore,
)


class Command(BaseCommand):
    """`manage.py restore_tenant FILE [--as SLUG]`, then `--confirm SLUG` or `--undo SLUG`."""

    help = "Put a company back as a backup has it; what it was is kept until --confirm or --undo."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the backup, or the company whose restore is to be ended."""
        parser.add_argument("file", metavar="FILE", type=Path, nargs="?", help="the backup")
        parser.add_argument(
            "--as", dest="new", metavar="SLUG", help="make a new company of it, suspended"
        )
        parser.add_argument(
            "--any-seal", action="store_true", help="take one that another SECRET_KEY sealed"
        )
        end = parser.add_mutually_exclusive_group()
        end.add_argument("--confirm", metavar="SLUG", help="drop what the company was before")
        end.add_argument("--undo", metavar="SLUG", help="back to what the company was before")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do one of the four."""
        path, new, any_seal = options["file"], options["new"], options["any_seal"]
        if bool(path) == bool(options["confirm"] or options["undo"]):
            raise CommandError("Say either which FILE, or --confirm SLUG, or --undo SLUG.")
        try:
            if options["confirm"]:
                confirm_restore(slug=options["confirm"])
                self.stdout.write(f"{options['confirm']}: what it was before is gone")
            elif options["undo"]:
                undo_restore(slug=options["undo"])
                self.stdout.write(f"{options['undo']}: as it was before the restore")
            elif new:
                restored = restore_as(path=path, slug=new, any_seal=any_seal)
                self._tell(restored)
                self.stdout.write(f"{new} is suspended: nothing goes out until it is activated.")
            else:
                restored = restore_tenant(path=path, any_seal=any_seal, tell=self.stdout.write)
                self._tell(restored)
                if restored.had_previous:
                    self.stdout.write(
                        f"What it was is kept: restore_tenant --confirm {restored.slug} drops it,"
                        f" --undo {restored.slug} goes back."
                    )
        except DomainError as error:
            raise CommandError(error.message) from error
        except DatabaseError as error:  # a full disk, for one; what was begun is rolled back
            raise CommandError(f"{str(error).splitlines()[0]}. Run it again to go on.") from error

    def _tell(self, restored: Restored) -> None:
        self.stdout.write(
            f"{restored.slug} is as it was at {restored.made_at}: {restored.tables} tables,"
            f" {restored.rows} rows the same as in the backup; {restored.files_put_back} files put"
            " back.\nCertificates issued since then are still in the registry; mails and texts that"
            " waited then are not sent again."
        )
