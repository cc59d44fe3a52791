"""What this app tells the others."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tenants.kernel.events import event


@event("enterprise.branding_changed")
@dataclass(frozen=True)
class BrandingChanged:
    """The company's brand as certificates and mail wear it; `colour` is `#rrggbb`."""

    issuer_name: str
    colour: str
    logo_key: str
    signatory_name: str
    signatory_title: str
    frame: str
    background_key: str


@event("enterprise.course_assigned")
@dataclass(frozen=True)
class CourseAssigned:
    """A department was given a course, due at `due_at` (UTC)."""

    assignment_id: UUID
    course_id: UUID
    department_id: UUID
    due_at: datetime
    assigned_by_id: UUID | None
