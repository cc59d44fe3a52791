"""Instructors with a public profile, for tests. Call them on the public site: `with in_public():`."""

from public_site.enums import ReviewKind
from public_site.models import InstructorProfile
from public_site.services.review.draft import begin_application
from tenants.accounts.enums import Role
from tenants.accounts.models import User
from tests.factories.accounts import UserFactory


def teach(slug: str = "meera-krishnan", **fields: object) -> User:
    """Return Meera Krishnan, who was let in as an instructor and has a profile at this word."""
    user: User = UserFactory(name="Meera Krishnan", roles=[Role.CONSUMER])
    InstructorProfile.objects.create(
        user=user,
        review_id=begin_application(kind=ReviewKind.INSTRUCTOR, applicant=user),
        slug=slug,
        headline="B2B selling",
        bio="Nine years.\n<script>alert(1)</script>",
        bio_language="en",
        subjects=["closing", "nonsense"],
        languages=["ta", "en"],
        **fields,
    )
    return user
