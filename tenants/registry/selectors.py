"""Reading the registry, in `public`, without entering any company."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery

from tenants.kernel.ids import normalise_code
from tenants.registry.enums import ChangeKind
from tenants.registry.models import RegistryChange, RegistryEntry


@dataclass(frozen=True)
class RegisteredCertificate:
    """A certificate as anyone may know it; moments are UTC, digests hex SHA-256.

    Args:
        tenant_id: the issuing company; all zeros for the marketplace.
        revoked_at: None while it holds.
        pdf_sha256s: of every PDF that was made of it; empty until the first is.
    """

    code: str
    tenant_id: UUID
    issuer_name: str
    learner_name: str
    learner_native_name: str
    learner_native_language: str
    course_title: str
    version_number: int
    score_percent: int | None
    lessons_total: int
    duration_minutes: int
    issued_at: datetime
    credential_sha256: str
    revoked_at: datetime | None
    revoked_reason: str
    pdf_sha256s: frozenset[str]

    @property
    def is_valid(self) -> bool:
        """Whether it holds now."""
        return self.revoked_at is None


def lookup(code: str) -> RegisteredCertificate | None:
    """Return the certificate with this code, however it was typed, or None. Two queries."""
    entry = RegistryEntry.objects.filter(code=normalise_code(code)).first()
    return _with_changes(entry) if entry else None


def lookup_pdf(sha256: str) -> RegisteredCertificate | None:
    """Return the certificate whose PDF has this digest (hex), or None."""
    change = RegistryChange.objects.filter(pdf_sha256=sha256).first() if sha256 else None
    if change is None:
        return None
    entry = RegistryEntry.objects.filter(code=change.code, tenant_id=change.tenant_id).first()
    return _with_changes(entry) if entry else None


def has_issued(tenant_id: UUID) -> bool:
    """Whether a company (all zeros: the marketplace) has ever issued a certificate."""
    return RegistryEntry.objects.filter(tenant_id=tenant_id).exists()


def count_holding(*, since: datetime) -> int:
    """Return how many certificates issued since a moment (UTC) hold now, of all issuers. One query."""
    last_word = (
        RegistryChange.objects.filter(code=OuterRef("code"), tenant_id=OuterRef("tenant_id"))
        .exclude(kind=ChangeKind.RENDERED)
        .order_by("-at", "-event_id")
        .values("kind")[:1]
    )
    issued = RegistryEntry.objects.filter(issued_at__gte=since).annotate(said=Subquery(last_word))
    return issued.filter(Q(said=None) | ~Q(said=ChangeKind.REVOKED)).count()


def _with_changes(entry: RegistryEntry) -> RegisteredCertificate:
    changes = list(
        RegistryChange.objects.filter(code=entry.code, tenant_id=entry.tenant_id).order_by(
            "at", "event_id"
        )
    )
    # The last word by the time it was said, not by the time it arrived.
    said = [change for change in changes if change.kind != ChangeKind.RENDERED]
    last = said[-1] if said else None
    revoked = last is not None and last.kind == ChangeKind.REVOKED
    return RegisteredCertificate(
        code=entry.code,
        tenant_id=entry.tenant_id,
        issuer_name=entry.issuer_name,
        learner_name=entry.learner_name,
        learner_native_name=entry.learner_native_name,
        learner_native_language=entry.learner_native_language,
        course_title=entry.course_title,
        version_number=entry.version_number,
        score_percent=entry.score_percent,
        lessons_total=entry.lessons_total,
        duration_minutes=entry.duration_minutes,
        issued_at=entry.issued_at,
        credential_sha256=entry.credential_sha256,
        revoked_at=last.at if last and revoked else None,
        revoked_reason=last.reason if last and revoked else "",
        pdf_sha256s=frozenset(change.pdf_sha256 for change in changes if change.pdf_sha256),
    )
