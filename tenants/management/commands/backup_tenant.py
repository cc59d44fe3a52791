"""Writes one company into a file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from tenants.kernel.errors import DomainError
from tenants.services.backing_up import backup_tenant


class Command(BaseCommand):
    """`manage.py backup_tenant SLUG FILE`: the rows of one moment, and the uploaded files."""

    help = "Write one company's rows and uploaded files into a file; nobody waits for it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the company and the file."""
        parser.add_argument("slug", metavar="SLUG", help="the company's subdomain")
        parser.add_argument("file", metavar="FILE", type=Path, help="to write; must not exist")
        parser.add_argument(
            "--without-files", action="store_true", help="leave out what people uploaded"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it and say what is in it, and what is not."""
        path = options["file"]
        try:
            manifest = backup_tenant(
                slug=options["slug"], path=path, with_files=not options["without_files"]
            )
        except DomainError as error:
            raise CommandError(error.message) from error
        except DatabaseError as error:  # a full disk, for one; what was begun is rolled back
            raise CommandError(f"{str(error).splitlines()[0]}. Run it again to go on.") from error
        self.stdout.write(
            f"{path}: {len(manifest.sums)} tables, {manifest.rows} rows,"
            f" {len(manifest.files)} files, {path.stat().st_size} bytes; read back and compared"
        )
        if not manifest.with_files:
            self.stdout.write("Uploaded files are not in it.")
        for name in manifest.vanished:
            self.stdout.write(f"Deleted while it was written, not in it: {name}")
        self.stdout.write(
            "What the directory knows of the company (its domains, its life) and its certificates'"
            " entries in the registry are not in it: they lie in public."
        )
