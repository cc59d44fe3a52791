"""`manage.py access_matrix`: writes deploy/readme/access.md from the policies' answers."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from deploy.access.matrix import as_markdown
from tenants.kernel.directory import tenant_by_slug


class Command(BaseCommand):
    """Ask the policies for every role and action, and write the answers down."""

    help = "Writes deploy/readme/access.md from the answers of the policies."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the company in whose schema people are made for asking, and undone again."""
        parser.add_argument("--company", default="acme", help="slug of a company; nothing stays")
        parser.add_argument(
            "--check", action="store_true", help="only say whether it is up to date"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the page, or compare it."""
        company = tenant_by_slug(options["company"])
        if company is None:
            raise CommandError(
                f"There is no company “{options['company']}”: name one by --company."
            )
        path = matrix_path()
        page = as_markdown(company)
        if not options["check"]:
            path.write_text(page)
            self.stdout.write(f"{path.name} is written.")
        elif path.read_text() != page:
            raise CommandError("The access matrix is out of date: run manage.py access_matrix.")


def matrix_path() -> Path:
    """Return where the page lies."""
    return Path(settings.ROOT) / "deploy" / "readme" / "access.md"
