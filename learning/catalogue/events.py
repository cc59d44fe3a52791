"""What the catalogue announces."""

from dataclasses import dataclass
from uuid import UUID

from tenants.kernel.events import event


@event("catalogue.course_published")
@dataclass(frozen=True)
class CoursePublished:
    """A version is about to become current. An inline handler that raises Invalid prevents it.

    The version row is written already; `Course.current_version` follows in the same transaction.
    """

    course_id: UUID
    version_id: UUID
    number: int


@event("catalogue.course_unarchived")
@dataclass(frozen=True)
class CourseUnarchived:
    """A published course came back from the archive; who was never enrolled can be, now."""

    course_id: UUID
