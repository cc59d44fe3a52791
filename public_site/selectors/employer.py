"""Verified employers as the public sees them. The GSTIN is not shown: it may hold a person's PAN."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from public_site.enums import ProofMethod
from public_site.models import VerifiedEmployer


@dataclass(frozen=True, slots=True)
class EmployerInfo:
    """A verified employer."""

    id: UUID
    slug: str
    name: str
    domain: str
    about: str
    city: str
    verified_at: datetime
    proven_by: str

    @property
    def website(self) -> str:
        """The address of the company's own website."""
        return f"https://{self.domain}/"


def employer_by_slug(slug: str) -> EmployerInfo | None:
    """Return a verified employer, None when there is none or the verification was withdrawn."""
    return _info(VerifiedEmployer.objects.filter(slug=slug, withdrawn_at=None).first())


def employer_of(recruiter_id: UUID) -> EmployerInfo | None:
    """Return the company somebody recruits for."""
    return _info(
        VerifiedEmployer.objects.filter(recruiter_id=recruiter_id, withdrawn_at=None).first()
    )


def _info(row: VerifiedEmployer | None) -> EmployerInfo | None:
    if row is None:
        return None
    return EmployerInfo(
        id=row.id,
        slug=row.slug,
        name=row.name,
        domain=row.domain,
        about=row.about,
        city=row.city,
        verified_at=row.verified_at,
        proven_by=str(ProofMethod(row.proven_by).label),
    )
