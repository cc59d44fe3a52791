"""Writing the registry: adding, never changing. Adding the same thing again changes nothing."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from tenants.kernel.errors import Conflict
from tenants.registry.enums import ChangeKind
from tenants.registry.models import RegistryChange, RegistryEntry


@dataclass(frozen=True)
class NewEntry:
    """A certificate to be entered; `issued_at` in UTC, `credential_sha256` in hex."""

    tenant_id: UUID
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


@dataclass(frozen=True)
class NewChange:
    """Something that became known about a certificate; `at` in UTC, `pdf_sha256` in hex."""

    event_id: UUID
    tenant_id: UUID
    code: str
    kind: ChangeKind
    at: datetime
    reason: str = ""
    pdf_sha256: str = ""


def add_entry(*, entry: NewEntry) -> None:
    """Enter a certificate.

    Raises:
        Conflict: when another certificate has this code already; nothing is overwritten.
    """
    RegistryEntry.objects.bulk_create([RegistryEntry(**asdict(entry))], ignore_conflicts=True)
    known = RegistryEntry.objects.filter(
        code=entry.code, tenant_id=entry.tenant_id, certificate_id=entry.certificate_id
    )
    if not known.exists():
        raise Conflict(f"The code {entry.code} belongs to another certificate.")


def add_change(*, change: NewChange) -> None:
    """Note a change. Its entry need not be there yet: events may overtake each other."""
    RegistryChange.objects.bulk_create([RegistryChange(**asdict(change))], ignore_conflicts=True)
