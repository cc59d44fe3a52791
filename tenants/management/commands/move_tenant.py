"""Moves a company to another Postgres cluster."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from tenants.kernel.errors import DomainError
from tenants.services.moving import confirm_move, move_tenant, undo_move


class Command(BaseCommand):
    """`manage.py move_tenant SLUG CLUSTER`, then `--confirm` or `--undo`. Run again, it goes on."""

    help = "Move a company to another cluster; the old copy is kept until --confirm or --undo."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the company, and where to or what becomes of its move."""
        parser.add_argument("slug", metavar="SLUG", help="the company's subdomain")
        parser.add_argument("cluster", metavar="CLUSTER", nargs="?", help="where it shall live")
        end = parser.add_mutually_exclusive_group()
        end.add_argument("--confirm", action="store_true", help="drop the old copy")
        end.add_argument(
            "--undo", action="store_true", help="back to where it was, with what was written since"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do one of the three."""
        slug, cluster = options["slug"], options["cluster"]
        ending = options["confirm"] or options["undo"]
        if bool(cluster) == bool(ending):
            raise CommandError("Say either where to, or --confirm, or --undo.")
        try:
            if options["confirm"]:
                confirm_move(slug=slug)
                self.stdout.write(f"{slug}: the old copy is gone")
            elif options["undo"]:
                undo_move(slug=slug)
                self.stdout.write(f"{slug}: back where it was, the other copy is gone")
            else:
                moved = move_tenant(slug=slug, cluster=cluster, tell=self.stdout.write)
                self.stdout.write(
                    f"{slug} is on {moved.target}: {moved.tables} tables, {moved.rows} rows the same"
                    f" at both; {moved.again} tables had changed meanwhile, writers waited"
                    f" {moved.waited_ms} ms.\nThe copy on {moved.source} is kept, and takes no"
                    f" writes: move_tenant {slug} --confirm drops it, --undo goes back."
                )
        except DomainError as error:
            raise CommandError(error.message) from error
        except DatabaseError as error:  # a full disk, for one; what was begun is rolled back
            raise CommandError(f"{str(error).splitlines()[0]}. Run it again to go on.") from error
