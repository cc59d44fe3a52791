"""A manager's team: one query gives figures and chips, one the page of people."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Min, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext as _

from enterprise.enums import Reason, Status
from enterprise.models import LearnerCourseStatus, Membership
from enterprise.selectors.figures import Figures
from enterprise.selectors.learner_status import standing_of
from enterprise.selectors.team_extras import nudge_of, with_extras
from enterprise.selectors.team_skills import weak_in
from enterprise.status import BY_RANK, RANK, quiet_since, rank_sql, reason_for, status_of

# Worst first, so those who need help are on the first page; a phone shows this many in a few screens.
PAGE_SIZE = 20
_VIA = "user__course_statuses__"
_SORTS = {
    "worst": (
        F("worst").asc(nulls_last=True),
        F("next_due").asc(nulls_last=True),
        "user__name",
        "id",
    ),
    "name": ("user__name", "id"),
    "-name": ("-user__name", "-id"),
    "due": (F("next_due").asc(nulls_last=True), "user__name", "id"),
    "-due": (F("next_due").desc(nulls_last=True), "user__name", "id"),
    "progress": (F("share").asc(nulls_last=True), "user__name", "id"),
    "-progress": (F("share").desc(nulls_last=True), "user__name", "id"),
}
SORTS = tuple(_SORTS)
NONE_GIVEN = "none"


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
class Chips:
    """How many people there are, by the worst of what they were given."""

    everyone: int
    overdue: int
    at_risk: int
    on_track: int
    completed: int
    none: int


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
    everybody = _people(wanted.department_ids, now)
    figures, chips = _figures(everybody, now)
    found = _matching(everybody, wanted)
    total = (
        found.count() if wanted.search.split() or wanted.weak else _of_chip(chips, wanted.status)
    )
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, wanted.page), pages)
    start = (page - 1) * PAGE_SIZE
    order = _SORTS.get(wanted.sort, _SORTS["worst"])
    # Ids first: grouping and sorting thousands of people is cheap while the rows are narrow.
    ids = list(found.order_by(*order).values_list("id", flat=True)[start : start + PAGE_SIZE])
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
    return _figures(_people(department_ids, now), now)


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
    people = _matching(_people(wanted.department_ids, now), wanted)
    return (
        LearnerCourseStatus.objects.filter(
            assignment__isnull=False, learner_id__in=people.values("user_id")
        )
        .annotate(rank=rank_sql(now), department_name=F("learner__membership__department__name"))
        .select_related("learner", "course")
        .order_by("learner__name", "learner_id", "due_at", "id")
    )


def _people(department_ids: Collection[UUID], now: datetime) -> "QuerySet[Any]":
    given = Q(**{f"{_VIA}assignment__isnull": False})
    is_open = given & Q(**{f"{_VIA}completed_at__isnull": True})
    return Membership.objects.filter(
        department_id__in=department_ids, user__is_active=True
    ).annotate(
        worst=Min(rank_sql(now, via=_VIA), filter=given),
        next_due=Min(f"{_VIA}due_at", filter=is_open),
        share=1000
        * Coalesce(Sum(f"{_VIA}lessons_done", filter=given), 0)
        / Greatest(Coalesce(Sum(f"{_VIA}lessons_total", filter=given), 0), 1),
    )


def _matching(rows: "QuerySet[Any]", wanted: TeamFilter) -> "QuerySet[Any]":
    for word in wanted.search.lower().split()[:6]:
        rows = rows.filter(user__search_text__contains=word)
    if wanted.weak:
        rows = rows.filter(weak_in(wanted.weak))
    if wanted.status == NONE_GIVEN:
        rows = rows.filter(worst__isnull=True)
    elif wanted.status in Status.values:
        rows = rows.filter(worst=RANK[Status(wanted.status)])
    return rows


def _figures(everybody: "QuerySet[Any]", now: datetime) -> tuple[Figures, Chips]:
    """Read figures and chips together, so that they agree."""
    given = Q(**{f"{_VIA}assignment__isnull": False})
    done = given & Q(**{f"{_VIA}completed_at__isnull": False})
    is_open = given & Q(**{f"{_VIA}completed_at__isnull": True})
    late = is_open & Q(**{f"{_VIA}due_at__lt": now})
    risky = is_open & Q(**{f"{_VIA}due_at__gte": now, f"{_VIA}risk_at__lte": now})
    week = done & Q(**{f"{_VIA}completed_at__gte": now - timedelta(days=7)})
    counted = everybody.annotate(
        n_given=Count(f"{_VIA}id", filter=given),
        n_done=Count(f"{_VIA}id", filter=done),
        n_week=Count(f"{_VIA}id", filter=week),
        n_late=Count(f"{_VIA}id", filter=late),
        n_risky=Count(f"{_VIA}id", filter=risky),
        first_late=Min(f"{_VIA}due_at", filter=late),
        first_due=Min(f"{_VIA}due_at", filter=is_open & Q(**{f"{_VIA}due_at__gte": now})),
    ).aggregate(
        everyone=Count("id"),
        **{f"chip_{rank}": Count("id", filter=Q(worst=rank)) for rank in BY_RANK},
        given=Coalesce(Sum("n_given"), 0),
        done=Coalesce(Sum("n_done"), 0),
        week=Coalesce(Sum("n_week"), 0),
        late=Coalesce(Sum("n_late"), 0),
        risky=Coalesce(Sum("n_risky"), 0),
        people_late=Count("id", filter=Q(n_late__gt=0)),
        people_risky=Count("id", filter=Q(n_risky__gt=0)),
        since=Min("first_late"),
        next=Min("first_due"),
    )
    by_status = {status: counted[f"chip_{rank}"] for rank, status in BY_RANK.items()}
    figures = Figures(
        completed=counted["done"],
        on_track=counted["given"] - counted["done"] - counted["late"] - counted["risky"],
        at_risk=counted["risky"],
        overdue=counted["late"],
        completed_lately=counted["week"],
        people_at_risk=counted["people_risky"],
        people_overdue=counted["people_late"],
        next_due=counted["next"],
        overdue_since=counted["since"],
    )
    chips = Chips(
        everyone=counted["everyone"],
        overdue=by_status[Status.OVERDUE],
        at_risk=by_status[Status.AT_RISK],
        on_track=by_status[Status.ON_TRACK],
        completed=by_status[Status.COMPLETED],
        none=counted["everyone"] - sum(by_status.values()),
    )
    return figures, chips


def _of_chip(chips: Chips, status: str) -> int:
    return {
        Status.OVERDUE: chips.overdue,
        Status.AT_RISK: chips.at_risk,
        Status.ON_TRACK: chips.on_track,
        Status.COMPLETED: chips.completed,
        NONE_GIVEN: chips.none,
    }.get(status, chips.everyone)


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
