"""What an instructor does on the way into teaching."""

from django.db import transaction
from django.utils.translation import gettext as _

from public_site.models import InstructorProfile
from public_site.terms import GUIDELINES_VERSION
from tenants.accounts.api import User
from tenants.kernel import audit
from tenants.kernel.clock import now
from tenants.kernel.errors import Missing


def confirm_guidelines(*, instructor: User) -> None:
    """Note that an instructor has read the guidelines in force.

    Raises:
        Missing: they are no instructor by a review.
    """
    with transaction.atomic():
        profile = (
            InstructorProfile.objects.select_for_update()
            .filter(user=instructor, withdrawn_at=None)
            .first()
        )
        if profile is None:
            raise Missing(_("There is no instructor's profile of yours."))
        if profile.guidelines_version == GUIDELINES_VERSION:
            return
        profile.guidelines_version = GUIDELINES_VERSION
        profile.guidelines_read_at = now()
        profile.save(update_fields=["guidelines_version", "guidelines_read_at"])
        audit.record(
            "instructors.guidelines_read",
            actor=instructor,
            target=GUIDELINES_VERSION,
            target_id=profile.id,
        )
