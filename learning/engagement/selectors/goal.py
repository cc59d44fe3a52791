"""Goals, and how far they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models.functions import JSONObject

from learning.delivery.api import EnrolmentInfo
from learning.engagement.aims import Day, Week, course_state, weeks_of
from learning.engagement.enums import GoalKind, GoalState
from learning.engagement.models import Goal
from tenants.kernel.clock import local


@dataclass(frozen=True, slots=True)
class GoalInfo:
    """A goal as its owner set it."""

    id: UUID
    kind: GoalKind
    target: int
    course_id: UUID | None
    course_title: str
    due_on: date | None
    why: str
    since: date


@dataclass(frozen=True, slots=True)
class GoalProgress:
    """A goal with what was done for it: minutes or lessons of this week, or lessons of a course."""

    goal: GoalInfo
    done: int
    total: int
    state: GoalState
    ends_on: date | None
    weeks: tuple[Week, ...] = ()
    completed_on: date | None = None

    @property
    def segments(self) -> list[tuple[int, int, str]]:
        """The one segment of its bar."""
        tone = "late" if self.state == GoalState.MISSED else ""
        return [(min(self.done, self.total), max(self.total, 1), tone)]

    @property
    def past(self) -> tuple[Week, ...]:
        """The weeks that are over, the latest first."""
        return self.weeks[1:]

    @property
    def is_reached(self) -> bool:
        """Whether it is reached, in time or not."""
        return self.state in (GoalState.REACHED, GoalState.LATE)


def goal_shape() -> JSONObject:
    """Return the columns of a goal as JSON, for a subquery that `goal_of_json` reads."""
    return JSONObject(
        id="id",
        kind="kind",
        target="target",
        course_id="course_id",
        course_title="course__title",
        due_on="due_on",
        why="why",
        since="since",
    )


def goal_of_json(row: Mapping[str, Any]) -> GoalInfo:
    """Return the frozen form of a row of `goal_shape`."""
    return GoalInfo(
        id=UUID(row["id"]),
        kind=GoalKind(row["kind"]),
        target=row["target"] or 0,
        course_id=UUID(row["course_id"]) if row["course_id"] else None,
        course_title=row["course_title"] or "",
        due_on=date.fromisoformat(row["due_on"]) if row["due_on"] else None,
        why=row["why"],
        since=date.fromisoformat(row["since"]),
    )


def info_of(row: Goal) -> GoalInfo:
    """Return the frozen form of a row; its course is read unless it was selected along."""
    return GoalInfo(
        id=row.id,
        kind=GoalKind(row.kind),
        target=row.target or 0,
        course_id=row.course_id,
        course_title=row.course.title if row.course else "",
        due_on=row.due_on,
        why=row.why,
        since=row.since,
    )


def goals_of(learner_id: UUID, *, archived: bool = False) -> tuple[GoalInfo, ...]:
    """Return a person's goals in use, or those put away, the latest first then. One query."""
    rows = Goal.objects.filter(learner_id=learner_id, archived_at__isnull=not archived)
    order = "-archived_at" if archived else "created_at"
    return tuple(info_of(row) for row in rows.select_related("course").order_by(order, "id"))


def goal_of(learner_id: UUID, goal_id: UUID) -> GoalInfo | None:
    """Return one goal in use of a person's own, or None. One query."""
    rows = Goal.objects.filter(learner_id=learner_id, archived_at__isnull=True, id=goal_id)
    row = rows.select_related("course").first()
    return info_of(row) if row else None


def progress_of(
    goal: GoalInfo,
    *,
    days: Mapping[date, Day],
    enrolments: Mapping[UUID, EnrolmentInfo],
    today: date,
    zone: str,
) -> GoalProgress:
    """Return how far a goal is. No query.

    Args:
        goal: any.
        days: what its owner did, by their own calendar day.
        enrolments: its owner's, by course.
        today: the date where they are, in `zone` (an IANA name).
        zone: theirs.
    """
    if goal.kind != GoalKind.FINISH_COURSE:
        weeks = weeks_of(
            days,
            by_minutes=goal.kind == GoalKind.WEEKLY_MINUTES,
            target=goal.target,
            since=goal.since,
            today=today,
        )
        this = weeks[0]
        return GoalProgress(goal, this.done, this.target, this.state, this.sunday, weeks)
    assert goal.course_id is not None
    assert goal.due_on is not None
    enrolment = enrolments.get(goal.course_id)
    completed = enrolment.completed_at if enrolment else None
    completed_on = local(completed, zone).date() if completed else None
    return GoalProgress(
        goal,
        done=enrolment.lessons_done if enrolment else 0,
        total=enrolment.lessons_total if enrolment else 0,
        state=course_state(completed_on=completed_on, due_on=goal.due_on, today=today),
        ends_on=goal.due_on,
        completed_on=completed_on,
    )
