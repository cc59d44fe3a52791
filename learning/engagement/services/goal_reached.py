"""A course goal that was reached in time gets its line."""

from datetime import datetime
from uuid import UUID

from learning.engagement.enums import Done, GoalKind
from learning.engagement.models import Goal
from learning.engagement.services.timeline import add_line
from tenants.kernel.clock import local
from tenants.notify.api import zone_of


def note_course_goal(
    *, learner_id: UUID, course_id: UUID, course_title: str, completed_at: datetime
) -> None:
    """Note on the timeline that a goal was reached, if there is one and its day has not passed."""
    goal = Goal.objects.filter(
        learner_id=learner_id, course_id=course_id, archived_at__isnull=True
    ).first()
    if goal is None or goal.due_on is None:
        return
    if local(completed_at, zone_of(learner_id)).date() <= goal.due_on:
        add_line(
            learner_id=learner_id,
            at=completed_at,
            kind=Done.GOAL,
            source_id=goal.id,
            title=GoalKind.FINISH_COURSE,
            course_id=course_id,
            course_title=course_title,
        )
