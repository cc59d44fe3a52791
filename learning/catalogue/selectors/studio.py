"""The studio's list of courses."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Lower

from learning.catalogue.models import Course, CourseVersion
from learning.catalogue.policies.course import editable_courses
from tenants.accounts.api import Visitor

PAGE_SIZE = 20
_ORDERS: dict[str, tuple[Any, ...]] = {
    "title": (Lower("title"), "id"),
    "-title": (Lower("title").desc(), "id"),
    "edited": ("edited_at", "id"),
    "-edited": ("-edited_at", "id"),
}


@dataclass(frozen=True, slots=True)
class StudioCounts:
    """How many courses of each status a search finds."""

    by_status: dict[str, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.by_status.values())

    def of(self, status: str) -> int:
        """Those of one status; of all when it is empty."""
        return self.by_status.get(status, 0) if status else self.total


def studio_courses(user: Visitor, *, q: str, status: str, sort: str) -> QuerySet[Course]:
    """Return the courses a person may change, with owner, version and counts of the draft."""
    rows = _found(user, q)
    if status:
        rows = rows.filter(status=status)
    live = Q(modules__deleted_at=None)
    return (
        rows.select_related("owner", "current_version")
        .defer("search", "description_md", "current_version__content", "current_version__outline")
        .annotate(
            draft_modules=Count("modules", filter=live, distinct=True),
            draft_lessons=Count(
                "modules__lessons",
                filter=live & Q(modules__lessons__deleted_at=None),
                distinct=True,
            ),
        )
        .order_by(*_ORDERS.get(sort, _ORDERS["-edited"]))
    )


def studio_counts(user: Visitor, *, q: str) -> StudioCounts:
    """Return how many there are of each status, in one query."""
    rows = _found(user, q).values_list("status").annotate(n=Count("id")).order_by()
    return StudioCounts(dict(rows))


def count_courses() -> dict[str, int]:
    """Return how many courses of the entered schema have each status. One query."""
    return dict(Course.objects.order_by().values_list("status").annotate(n=Count("id")))


def course_history(course_id: UUID) -> QuerySet[Any]:
    """Return a course's versions, newest first, with who published them."""
    return CourseVersion.objects.filter(course_id=course_id).values(
        "number", "published_at", "notes", "lessons_total", "duration_seconds",
        by=F("published_by__name"),
    ).order_by("-number")  # fmt: skip


def _found(user: Visitor, q: str) -> QuerySet[Course]:
    rows = editable_courses(user)
    for word in q.replace("\x00", "").split()[:6]:
        rows = rows.filter(
            Q(title__icontains=word)
            | Q(summary__icontains=word)
            | Q(instructor_name__icontains=word)
        )
    return rows
