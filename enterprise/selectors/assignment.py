"""Assignments as the admin's list shows them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from enterprise.models import Assignment, LearnerCourseStatus, Membership
from enterprise.selectors.figures import Figures

PAGE_SIZE = 50
SHOWS = ("open", "week", "late", "past", "cancelled", "all")
# What "soon" means on the admin's home and in this list.
SOON = timedelta(days=7)
_SORTS = {
    "due": ("due_at", "course__title", "id"),
    "-due": ("-due_at", "course__title", "id"),
    "course": ("course__title", "due_at", "id"),
    "-course": ("-course__title", "due_at", "id"),
    "team": ("department__name", "due_at", "id"),
    "-team": ("-department__name", "due_at", "id"),
    "made": ("-created_at", "id"),
}
SORTS = tuple(_SORTS)


@dataclass(frozen=True)
class AssignmentFilter:
    """What to show: `open` (not cancelled), `week` (ends soon), `late` (someone is overdue), `past`, `cancelled`, `all`.

    `within` are the only departments to show; None means all.
    """

    show: str = "open"
    search: str = ""
    department_id: UUID | None = None
    sort: str = "due"
    page: int = 1
    within: tuple[UUID, ...] | None = None


@dataclass(frozen=True)
class AssignmentRow:
    """One assignment with its counts; people are the active ones of its department."""

    id: UUID
    course_id: UUID
    course_title: str
    hue: int
    figure: str
    department_id: UUID
    department: str
    due_at: datetime
    created_at: datetime
    note: str
    assigned_by: str
    cancelled_at: datetime | None
    people: int
    enrolled: int
    figures: Figures

    @property
    def enrolled_percent(self) -> int:
        """How far the job is that enrols them, in hundredths."""
        return 100 * self.enrolled // max(self.people, 1)

    @property
    def waiting(self) -> int:
        """People the job has not enrolled yet."""
        return max(0, self.people - self.enrolled)

    @property
    def days_given(self) -> int:
        """How many days a person has who joins later."""
        return (self.due_at - self.created_at).days


@dataclass(frozen=True)
class AssignmentPage:
    """One page of assignments."""

    rows: tuple[AssignmentRow, ...]
    total: int
    page: int
    pages: int
    filter: AssignmentFilter


def assignment_page(wanted: AssignmentFilter, *, now: datetime) -> AssignmentPage:
    """Return one page of assignments. Two queries, however many people they reach."""
    rows = _matching(wanted, now)
    total = rows.count()
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, wanted.page), pages)
    start = (page - 1) * PAGE_SIZE
    ordered = _counted(rows, now).order_by(*_SORTS.get(wanted.sort, _SORTS["due"]))
    return AssignmentPage(
        rows=tuple(_row(row) for row in ordered[start : start + PAGE_SIZE]),
        total=total,
        page=page,
        pages=pages,
        filter=wanted,
    )


def assignment_row(assignment_id: UUID, *, now: datetime) -> AssignmentRow | None:
    """Return one assignment, or None. One query."""
    row = _counted(Assignment.objects.filter(id=assignment_id), now).first()
    return _row(row) if row else None


def _matching(wanted: AssignmentFilter, now: datetime) -> QuerySet[Assignment]:
    rows = Assignment.objects.all()
    if wanted.within is not None:
        rows = rows.filter(department_id__in=wanted.within)
    if wanted.show == "cancelled":
        rows = rows.filter(cancelled_at__isnull=False)
    elif wanted.show != "all":
        rows = rows.filter(cancelled_at__isnull=True)
    if wanted.show == "past":
        rows = rows.filter(due_at__lt=now)
    elif wanted.show == "week":
        rows = _due_soon(rows, now)
    elif wanted.show == "late":
        late = LearnerCourseStatus.objects.filter(
            assignment__isnull=False, completed_at__isnull=True, due_at__lt=now
        )
        rows = rows.filter(id__in=late.values("assignment_id"))
    if wanted.department_id is not None:
        rows = rows.filter(department_id=wanted.department_id)
    for word in wanted.search.split()[:6]:
        rows = rows.filter(Q(course__title__icontains=word) | Q(department__name__icontains=word))
    return rows


def count_due_soon(now: datetime) -> int:
    """Return how many assignments end within `SOON`, which the list shows under "week". One query."""
    return _due_soon(Assignment.objects.filter(cancelled_at__isnull=True), now).count()


def _due_soon(rows: QuerySet[Assignment], now: datetime) -> QuerySet[Assignment]:
    return rows.filter(due_at__gte=now, due_at__lt=now + SOON)


def _counted(rows: QuerySet[Assignment], now: datetime) -> QuerySet[Assignment]:
    mine = LearnerCourseStatus.objects.filter(
        assignment_id=OuterRef("id"), learner__is_active=True
    ).order_by()

    def count(condition: Q) -> Coalesce:
        counted = mine.filter(condition).values("assignment_id").annotate(n=Count("id"))
        return Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), 0)

    people = (
        Membership.objects.filter(department_id=OuterRef("department_id"), user__is_active=True)
        .order_by()
        .values("department_id")
        .annotate(n=Count("id"))
    )
    is_open = Q(completed_at__isnull=True)
    return rows.select_related("course", "department", "assigned_by").annotate(
        people=Coalesce(Subquery(people.values("n"), output_field=IntegerField()), 0),
        given=count(Q()),
        enrolled=count(Q(enrolment_id__isnull=False)),
        done=count(~is_open),
        late=count(is_open & Q(due_at__lt=now)),
        risky=count(is_open & Q(due_at__gte=now, risk_at__lte=now)),
        on_track=F("given") - F("done") - F("late") - F("risky"),
    )


def _row(row: Assignment) -> AssignmentRow:
    counts: dict[str, int] = vars(row)
    return AssignmentRow(
        id=row.id,
        course_id=row.course_id,
        course_title=row.course.title,
        hue=row.course.hue,
        figure=row.course.figure,
        department_id=row.department_id,
        department=row.department.name,
        due_at=row.due_at,
        created_at=row.created_at,
        note=row.note,
        assigned_by=row.assigned_by.display_name if row.assigned_by else "",
        cancelled_at=row.cancelled_at,
        people=counts["people"],
        enrolled=counts["enrolled"],
        figures=Figures(
            completed=counts["done"],
            on_track=counts["on_track"],
            at_risk=counts["risky"],
            overdue=counts["late"],
        ),
    )
