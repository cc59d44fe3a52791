"""What credentials announce. All of it goes to the public registry."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tenants.kernel.events import event


@event("credentials.certificate_issued")
@dataclass(frozen=True)
class CertificateIssued:
    """A certificate exists and is signed.

    Args:
        credential_sha256: hex SHA-256 of the signed credential in canonical form (RFC 8785).
        issued_at: UTC.
        duration_minutes: of the whole course, as published.
    """

    certificate_id: UUID
    code: str
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


@event("credentials.certificate_rendered")
@dataclass(frozen=True)
class CertificateRendered:
    """The certificate's PDF exists.

    Args:
        pdf_sha256: hex SHA-256 of the file's bytes.
        rendered_at: UTC.
    """

    certificate_id: UUID
    code: str
    pdf_sha256: str
    rendered_at: datetime


@event("credentials.certificate_revoked")
@dataclass(frozen=True)
class CertificateRevoked:
    """The certificate no longer holds. The reason is shown to everyone who checks it; `revoked_at` in UTC."""

    certificate_id: UUID
    code: str
    reason: str
    revoked_at: datetime


@event("credentials.certificate_reinstated")
@dataclass(frozen=True)
class CertificateReinstated:
    """A revocation was taken back; `reinstated_at` in UTC."""

    certificate_id: UUID
    code: str
    reinstated_at: datetime
