"""A verified employer's own page, kept by its recruiter."""

from django.db import transaction
from django.utils.translation import gettext as _

from public_site.models import VerifiedEmployer
from tenants.accounts.api import User
from tenants.kernel import audit
from tenants.kernel.clock import now
from tenants.kernel.errors import Missing


def update_employer(*, recruiter: User, about: str, city: str) -> None:
    """Change what the recruiter says of the company; name, numbers and website were verified and stay.

    Raises:
        Missing: the person recruits for no verified company.
    """
    with transaction.atomic():
        row = (
            VerifiedEmployer.objects.select_for_update()
            .filter(recruiter=recruiter, withdrawn_at=None)
            .first()
        )
        if row is None:
            raise Missing(_("You recruit for no verified company."))
        before = {"about": row.about, "city": row.city}
        row.about, row.city = about.strip(), " ".join(city.split())
        row.updated_at = now()
        row.save(update_fields=["about", "city", "updated_at"])
        after = {"about": row.about, "city": row.city}
        if before != after:
            audit.record(
                "employers.changed",
                actor=recruiter,
                target=row.name,
                target_id=row.id,
                changes={k: [before[k], after[k]] for k in before if before[k] != after[k]},
            )
