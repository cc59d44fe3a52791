"""Makes the read model of the team pages again from its sources."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from enterprise.services.learner_skill import rebuild_skills
from enterprise.services.learner_status import rebuild_learner
from tenants.accounts.api import User
from tenants.kernel.directory import active_tenants, tenant_by_slug
from tenants.schemas import TenantInfo, in_tenant


class Command(BaseCommand):
    """`rebuild_learner_status acme` for one company, without a name for all of them."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the company's slug."""
        parser.add_argument(
            "company", nargs="?", default="", metavar="SLUG", help="one company (default: all)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild person by person, each in a transaction of its own."""
        for tenant in self._tenants(options["company"]):
            with in_tenant(tenant):
                people = list(User.objects.order_by("id").values_list("id", flat=True))
                for person_id in people:
                    rebuild_skills(learner_id=person_id)
                rows = sum(rebuild_learner(learner_id=person_id) for person_id in people)
            self.stdout.write(f"{tenant.slug}: {len(people)} people, {rows} courses")

    def _tenants(self, slug: str) -> list[TenantInfo]:
        if not slug:
            return list(active_tenants())
        tenant = tenant_by_slug(slug)
        if tenant is None:
            raise CommandError(f"There is no company called {slug}.")
        return [tenant]
