"""Fills an empty system with the demo: two companies and the public site."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from deploy.demo.people import DEMO_PASSWORD, sign_ins
from deploy.demo.seed.companies import seed_company
from deploy.demo.seed.public import seed_public
from tenants.kernel.jobs import when_idle
from tenants.kernel.names import link
from tenants.schemas import PUBLIC, TenantInfo


class Command(BaseCommand):
    """`manage.py seed_demo`: once; what is there already is left alone."""

    help = "Make the demo companies acme and zenith and the public catalogue."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Seed what is missing, and write down the sign-ins.

        Raises:
            CommandError: in production, where made-up people have no place.
        """
        if not settings.DEV_PAGES:
            raise CommandError("The demo is for development: DEV_PAGES is off.")
        for name, seed in (
            ("the public site", seed_public),
            ("acme", lambda: seed_company("acme")),
            ("zenith", lambda: seed_company("zenith")),
        ):
            with when_idle():
                made = seed()
            self.stdout.write(f"{name}: {'made' if made else 'there already'}")
        self._write_sign_ins()

    def _write_sign_ins(self) -> None:
        rows = []
        for item in sign_ins():
            tenant = (
                PUBLIC
                if item.host == "public"
                else TenantInfo(schema_name="", domain=f"{item.host}.{settings.BASE_DOMAIN}")
            )
            rows.append(
                {
                    "host": link("/", tenant),
                    "email": item.email,
                    "password": DEMO_PASSWORD,
                    "who": item.role,
                }
            )
        path = settings.HOME / "demo.json"
        path.write_text(json.dumps(rows, indent=2, ensure_ascii=False))
