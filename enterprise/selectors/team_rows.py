"""Lines of people on a team's page, with every course they were given or chose. Two statements."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from enterprise.enums import Reason, Status
from enterprise.models import LearnerCourseStatus, LearnerSkill, Membership, Nudge
from enterprise.models.nudge import PAUSE
from enterprise.status import BY_RANK, RANK, Standing, quiet_since, reason_for, status_of
from tenants.kernel.statements import ANY_IDS, ANY_MOMENT, Written, one_of


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
    # What was given to them, and what they study of their own accord.
    assigned: tuple[CoursePart, ...]
    chosen: tuple[CoursePart, ...]
    nudged_at: datetime | None
    nudge_id: UUID | None
    # Until when it can still be taken back.
    nudge_held_until: datetime | None
    # Per cent by skill; empty for who took no check.
    skills: dict[str, int] = field(default_factory=dict)

    @property
    def status(self) -> str:
        """The worst of their assignments; empty without one."""
        return BY_RANK[min(RANK[part.status] for part in self.assigned)] if self.assigned else ""

    @property
    def next_due(self) -> datetime | None:
        """The first date of what they have yet to finish."""
        due = (part.due_at for part in self.assigned if part.due_at and not part.completed_at)
        return min(due, default=None)

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


def person_rows(user_ids: Collection[UUID], *, now: datetime) -> list[PersonRow]:
    """Return the lines of those people who are active and in a team in use, in the order given.

    Two queries.
    """
    ids = list(user_ids)
    parts: dict[UUID, list[CoursePart]] = {}
    for learner_id, *course in _COURSES.rows(ids):
        parts.setdefault(learner_id, []).append(_part(course, now))
    rows = {}
    for *person, nudge, skills in _PEOPLE.rows(ids, now - PAUSE):
        user_id, name, email, native_name, native_language, job_title, department_id, team = person
        mine = parts.get(user_id, ())
        rows[user_id] = PersonRow(
            id=user_id,
            name=name or email or "",
            native_name=native_name,
            native_language=native_language,
            job_title=job_title,
            email=email or "",
            department_id=department_id,
            department=team,
            assigned=tuple(part for part in mine if part.is_assigned),
            chosen=tuple(part for part in mine if not part.is_assigned),
            nudged_at=datetime.fromisoformat(nudge["at"]) if nudge else None,
            nudge_id=UUID(nudge["id"]) if nudge else None,
            nudge_held_until=_held_until(nudge),
            skills={one["skill"]: one["percent"] for one in skills},
        )
    return [rows[one] for one in ids if one in rows]


def _held_until(nudge: dict[str, Any] | None) -> datetime | None:
    if nudge is None or nudge["sent"] is not None:
        return None
    return datetime.fromisoformat(nudge["after"])


def _people(user_ids: Collection[UUID], nudged_after: datetime) -> "QuerySet[Any, Any]":
    nudges = (
        Nudge.objects.filter(
            learner=OuterRef("user"), cancelled_at__isnull=True, created_at__gt=nudged_after
        )
        .order_by("-created_at")
        .values(json=JSONObject(id="id", at="created_at", after="send_after", sent="sent_at"))
    )
    skills = LearnerSkill.objects.filter(learner=OuterRef("user")).values(
        json=JSONObject(skill="skill", percent="percent")
    )
    return (
        Membership.objects.filter(
            user_id__in=one_of(user_ids),
            user__is_active=True,
            department__archived_at__isnull=True,
        )
        .annotate(last_nudge=Subquery(nudges[:1]), skill_list=ArraySubquery(skills))
        .values_list(
            "user_id",
            "user__name",
            "user__email",
            "user__native_name",
            "user__native_language",
            "user__job_title",
            "department_id",
            "department__name",
            "last_nudge",
            "skill_list",
        )
    )


def _courses(user_ids: Collection[UUID]) -> "QuerySet[Any, Any]":
    return (
        LearnerCourseStatus.objects.filter(learner_id__in=one_of(user_ids))
        .order_by(F("assignment").asc(nulls_last=True), "course__title")
        .values_list(
            "learner_id",
            "course__title",
            "course_id",
            "assignment_id",
            "assigned_at",
            "due_at",
            "lessons_done",
            "lessons_total",
            "completed_at",
            "last_activity_at",
        )
    )


_PEOPLE = Written(_people, ANY_IDS, ANY_MOMENT)
_COURSES = Written(_courses, ANY_IDS)


def _part(course: list[Any], now: datetime) -> CoursePart:
    title, course_id, assignment_id, *facts = course
    standing = Standing(*facts)
    since = quiet_since(standing)
    return CoursePart(
        title=title,
        course_id=course_id,
        status=status_of(standing, now),
        lessons_done=standing.lessons_done,
        lessons_total=standing.lessons_total,
        due_at=standing.due_at,
        completed_at=standing.completed_at,
        last_activity_at=standing.last_activity_at,
        is_assigned=assignment_id is not None,
        quiet_days=(now - since).days if since else 0,
        reason=reason_for(standing, now) if assignment_id else None,
    )
