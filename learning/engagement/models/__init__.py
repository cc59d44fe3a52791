"""Lives in: every schema. Days of learning, goals, the timeline."""

from learning.engagement.models.activity import ActivityDay
from learning.engagement.models.goal import Goal
from learning.engagement.models.timeline import TimelineEntry

__all__ = ["ActivityDay", "Goal", "TimelineEntry"]
