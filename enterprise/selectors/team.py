"""A manager's team: one query gives figures and chips, one the page of people."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from enterprise.enums import Reason, Status
from enterprise.models import LearnerCourseStatus, Membership
from enterprise.selectors.figures import Figures
from enterprise.selectors.learner_status import standing_of
from enterprise.selectors.team_extras import nudge_of, with_extras
from enterprise.selectors.team_people import (
    Chips,
    ids_on_page,
    in_order,
    people_of,
    sums_of,
    with_status,
)
from enterprise.selectors.team_skills import weak_in
from enterprise.status import BY_RANK, RANK, quiet_since, rank_sql, reason_for, status_of

# Worst first, so those who need help are on the first page; a phone shows this many in a few screens.
PAGE_SIZE = 20


@dataclass(frozen=True)
class TeamFilter:
    """What to show. `status` is a Status, `none` for people without an assignment, or empty."""

    department_ids: Collection[UUID]
    status: str = ""
    search: str = ""
    sort: str = "worst"
    page: int = 1
    # Only people who have yet to build this skill up; empty for everybody.
    weak: str = ""


@dataclass(frozen=True)
class CoursePart:
    """One segment of a person's bar: a course, as long as its lessons."""

    title: str
    course_id: UUID
    status: Status
    lessons_done: int
    lessons_total: int
    due_at: datetime | None
    completed_at: datetime | None
    last_activity_at: datetime | None
    is_assigned: bool
    quiet_days: int
    reason: Reason | None

    @property
    def segment(self) -> list[tuple[int, int, str]]:
        """The one segment of its own bar: done, total and tone."""
        return [(self.lessons_done, self.lessons_total, self.tone)]

    @property
    def tone(self) -> str:
        """The tone of its segment."""
        return {Status.OVERDUE: "late", Status.AT_RISK: "risk"}.get(self.status, "")


@dataclass(frozen=True)
class PersonRow:
    """A line of the people table. `status` is the worst of their assignments, empty without one."""

    id: UUID
    name: str
    native_name: str
    native_language: str
    job_title: str
    email: str
    department_id: UUID
    department: str
    parts: tuple[CoursePart, ...]
    status: str
    next_due: datetime | None
    nudged_at: datetime | None
    nudge_id: UUID | None
    nudge_held_until: datetime | None
    # Per cent by skill; empty for who took no check.
    skills: dict[str, int] = field(default_factory=dict)

    @property
    def assigned(self) -> tuple[CoursePart, ...]:
        """What was given to them, without what they chose."""
        return tuple(part for part in self.parts if part.is_assigned)

    @property
    def chosen(self) -> tuple[CoursePart, ...]:
        """What they study of their own accord."""
        return tuple(part for part in self.parts if not part.is_assigned)

    @property
    def lessons_done(self) -> int:
        """Lessons done in what was given to them."""
        return sum(part.lessons_done for part in self.assigned)

    @property
    def lessons_total(self) -> int:
        """Lessons in what was given to them."""
        return sum(part.lessons_total for part in self.assigned)

    @property
    def bar(self) -> list[tuple[int, int, str]]:
        """The segments of the bar: done, total and tone of each course."""
        return [segment for part in self.assigned for segment in part.segment]

    @property
    def bar_label(self) -> str:
        """The sentence that says the same as the bar."""
        return "; ".join(
            _("%(course)s %(done)d of %(total)d")
            % {"course": part.title, "done": part.lessons_done, "total": part.lessons_total}
            for part in self.assigned
        )

    @property
    def needs_help(self) -> bool:
        """Whether a nudge makes sense."""
        return self.status in (Status.OVERDUE, Status.AT_RISK)

    @property
    def worst_part(self) -> CoursePart | None:
        """The assignment that earns them their status."""
        return min(self.assigned, key=lambda part: (RANK[part.status], part.due_at), default=None)


@dataclass(frozen=True)
class TeamPage:
    """Figures and chips of the departments shown, and one page of people as filtered."""

    figures: Figures
    chips: Chips
    rows: tuple[PersonRow, ...]
    total: int
    page: int
    pages: int
    read_at: datetime
    filter: TeamFilter = field(repr=False)


def team_page(wanted: TeamFilter, *, now: datetime) -> TeamPage:
    """Return the team as a manager works with it. Four queries, however many people there are."""
    figures, chips = sums_of(wanted.department_ids, now)
    # What was searched for may be anything, so such a list is written down anew.
    found = _matching(people_of(wanted.department_ids, now), wanted) if _is_sought(wanted) else None
    total = chips.of(wanted.status) if found is None else found.count()
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, wanted.page), pages)
    start = (page - 1) * PAGE_SIZE
    if found is None:
        ids = ids_on_page(
            wanted.department_ids,
            now,
            status=wanted.status,
            sort=wanted.sort,
            start=start,
            length=PAGE_SIZE,
        )
    else:
        order = in_order(found, wanted.sort).values_list("id", flat=True)
        ids = list(order[start : start + PAGE_SIZE])
    by_id = with_extras(Membership.objects.all(), now).in_bulk(ids)
    members = [by_id[one] for one in ids]
    return TeamPage(
        figures=figures,
        chips=chips,
        rows=tuple(_rows(members, now)),
        total=total,
        page=page,
        pages=pages,
        read_at=now,
        filter=wanted,
    )


def team_figures(department_ids: Collection[UUID], *, now: datetime) -> tuple[Figures, Chips]:
    """Return the figures and chips of some departments alone. One query."""
    return sums_of(department_ids, now)


def team_member(user_id: UUID, *, now: datetime) -> PersonRow | None:
    """Return one person of some department, or None. Two queries."""
    found = Membership.objects.filter(
        user_id=user_id, user__is_active=True, department__archived_at__isnull=True
    )
    return next(iter(_rows(list(with_extras(found, now)), now)), None)


def people_in(department_ids: Collection[UUID], *, among: Collection[UUID]) -> set[UUID]:
    """Return which of some people are active members of some departments. One query."""
    return set(
        Membership.objects.filter(
            department_id__in=department_ids, user_id__in=among, user__is_active=True
        ).values_list("user_id", flat=True)
    )


def team_lines(wanted: TeamFilter, *, now: datetime) -> "QuerySet[Any]":
    """Return the assignments of the people a filter finds, by person and date, for exports."""
    people = _matching(people_of(wanted.department_ids, now), wanted)
    return (
        LearnerCourseStatus.objects.filter(
            assignment__isnull=False, learner_id__in=people.values("user_id")
        )
        .annotate(rank=rank_sql(now), department_name=F("learner__membership__department__name"))
        .select_related("learner", "course")
        .order_by("learner__name", "learner_id", "due_at", "id")
    )


def _is_sought(wanted: TeamFilter) -> bool:
    return bool(wanted.search.split() or wanted.weak)


def _matching(rows: "QuerySet[Any]", wanted: TeamFilter) -> "QuerySet[Any]":
    for word in wanted.search.lower().split()[:6]:
        rows = rows.filter(user__search_text__contains=word)
    if wanted.weak:
        rows = rows.filter(weak_in(wanted.weak))
    return with_status(rows, wanted.status)


def _rows(members: list[Any], now: datetime) -> Iterator[PersonRow]:
    ids = [member.user_id for member in members]
    parts: dict[UUID, list[CoursePart]] = {}
    for row in (
        LearnerCourseStatus.objects.filter(learner_id__in=ids)
        .annotate(title=F("course__title"))
        .order_by(F("assignment").asc(nulls_last=True), "course__title")
    ):
        parts.setdefault(row.learner_id, []).append(_part(row, row.title, now))
    for member in members:
        user, nudge = member.user, nudge_of(member)
        mine = tuple(parts.get(user.id, ()))
        ranks = [RANK[part.status] for part in mine if part.is_assigned]
        due = [p.due_at for p in mine if p.is_assigned and p.due_at and not p.completed_at]
        yield PersonRow(
            id=user.id,
            name=user.display_name,
            native_name=user.native_name,
            native_language=user.native_language,
            job_title=user.job_title,
            email=user.email or "",
            department_id=member.department_id,
            department=member.department.name,
            parts=mine,
            status=BY_RANK[min(ranks)] if ranks else "",
            next_due=min(due, default=None),
            nudged_at=nudge.created_at if nudge else None,
            nudge_id=nudge.id if nudge else None,
            nudge_held_until=nudge.held_until if nudge else None,
            skills={one["skill"]: one["percent"] for one in member.skill_list},
        )


def _part(row: LearnerCourseStatus, title: str, now: datetime) -> CoursePart:
    standing = standing_of(row)
    since = quiet_since(standing)
    return CoursePart(
        title=title,
        course_id=row.course_id,
        status=status_of(standing, now),
        lessons_done=row.lessons_done,
        lessons_total=row.lessons_total,
        due_at=row.due_at,
        completed_at=row.completed_at,
        last_activity_at=row.last_activity_at,
        is_assigned=row.assignment_id is not None,
        quiet_days=(now - since).days if since else 0,
        reason=reason_for(standing, now) if row.assignment_id else None,
    )
