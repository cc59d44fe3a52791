"""One application on a reviewer's desk."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from public_site.company_numbers import Gstin, parse_gstin
from public_site.deadline import UNDO_WITHIN
from public_site.enums import DECIDED_STATES, ProofMethod, ReviewKind, ReviewState
from public_site.models import DomainProof, Review, Submission, VerifiedEmployer
from public_site.selectors.application import ApplicationInfo, application_info
from tenants.kernel.clock import now
from tenants.kernel.errors import Invalid, Missing


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who applies."""

    id: UUID
    name: str
    email: str
    since: datetime


@dataclass(frozen=True, slots=True)
class CompanyFacts:
    """What our own checks say of a company; none of it proves that papers are genuine."""

    gstin: Gstin | None
    domain: str
    proven_by: str
    proven_at: datetime | None
    proven_with: str
    verified_twin: str


@dataclass(frozen=True, slots=True)
class ReviewCase:
    """An application with everything a reviewer needs.

    Args:
        info: the application, with its internal history.
        applicant: who applies.
        sent: the answers as last sent, and `before` the version before, None with the first.
        submissions: number and moment of each version.
        terms_version: which terms were agreed to.
        assignee: who has taken it, "" when nobody has.
        assignee_id: the same by key.
        undo_until: until when a decision can be taken back, None when it cannot.
        earlier: how many applications of this kind were decided or withdrawn before.
        company: for companies.
    """

    info: ApplicationInfo
    applicant: Applicant
    sent: dict[str, Any]
    before: dict[str, Any] | None
    submissions: tuple[tuple[int, datetime], ...]
    terms_version: str
    assignee: str
    assignee_id: UUID | None
    undo_until: datetime | None
    earlier: int
    company: CompanyFacts | None

    @property
    def is_waiting(self) -> bool:
        """Whether it is our turn."""
        return self.info.state == ReviewState.WAITING

    @property
    def is_handled(self) -> bool:
        """Whether somebody can have it."""
        return self.info.state in (ReviewState.WAITING, ReviewState.ASKED)


def review_case(review_id: UUID) -> ReviewCase:
    """Return an application that was sent. Raises Missing."""
    row = (
        Review.objects.select_related("applicant", "assignee", "decided_by")
        .prefetch_related("documents", "questions", "entries__actor")
        .filter(id=review_id, submitted_at__isnull=False)
        .first()
    )
    if row is None:
        raise Missing(_("There is no such application."))
    versions: list[Submission] = list(row.submissions.order_by("number"))
    last = versions[-1]
    return ReviewCase(
        info=application_info(row, for_staff=True),
        applicant=Applicant(
            row.applicant.id,
            row.applicant.display_name,
            row.applicant.email or "",
            row.applicant.date_joined,
        ),
        sent=last.answers,
        before=versions[-2].answers if len(versions) > 1 else None,
        submissions=tuple((one.number, one.at) for one in versions),
        terms_version=last.terms_version,
        assignee=row.assignee.display_name if row.assignee else "",
        assignee_id=row.assignee_id,
        undo_until=_undo_until(row),
        earlier=Review.objects.filter(
            applicant=row.applicant, kind=row.kind, created_at__lt=row.created_at
        ).count(),
        company=_company(row, last.answers) if row.kind == ReviewKind.COMPANY else None,
    )


def _undo_until(row: Review) -> datetime | None:
    if row.state not in DECIDED_STATES or row.decided_at is None:
        return None
    until: datetime = row.decided_at + UNDO_WITHIN
    return until if now() < until else None


def _company(row: Review, answers: dict[str, Any]) -> CompanyFacts:
    company = answers["company"]
    try:
        gstin: Gstin | None = parse_gstin(company["gstin"])
    except Invalid:
        gstin = None
    proof = DomainProof.objects.filter(review=row).first()
    twin = VerifiedEmployer.objects.filter(gstin=company["gstin"], withdrawn_at=None).exclude(
        review=row
    )
    return CompanyFacts(
        gstin=gstin,
        domain=company["domain"],
        proven_by=str(ProofMethod(proof.method).label) if proof and proof.method else "",
        proven_at=proof.proven_at if proof else None,
        proven_with=proof.email if proof and proof.method == ProofMethod.EMAIL else "",
        verified_twin=twin.values_list("name", flat=True).first() or "",
    )
