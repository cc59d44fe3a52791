"""`manage.py api_contract`: writes what the API has added into what it promises."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from deploy.api_contract.keeping import added, broken
from deploy.api_contract.promise import (
    HOSTS,
    as_text,
    current_promise,
    promise_path,
    promised,
)
from tenants.kernel.clock import now


class Command(BaseCommand):
    """Compare what the code says with what was promised; accept what was added."""

    help = "Writes what /api/v1/ has added into deploy/api_contract; refuses what was taken away."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whether anything is to be written."""
        parser.add_argument(
            "--check", action="store_true", help="only say whether it is up to date"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare both kinds of host, and write unless a promise is broken.

        Raises:
            CommandError: naming all that was taken away or narrowed, or, with `--check`, for additions that
                are not written down.
        """
        told, texts = [], {}
        for host in HOSTS:
            old, new = promised(host), current_promise(host)
            if old:
                told += [f"{host}: {one}" for one in broken(old, new, at=now())]
            if as_text(new) != as_text(old):
                texts[host] = as_text(new)
                for name in added(old, new):
                    self.stdout.write(f"{host}: {name} is new")
        if told:
            raise CommandError("\n".join(["Within v1 we only add. This would break:", *told]))
        if texts and options["check"]:
            raise CommandError("The API has grown: run manage.py api_contract.")
        for host, text in texts.items():
            promise_path(host).write_text(text)
            self.stdout.write(f"{promise_path(host).name} is written.")
