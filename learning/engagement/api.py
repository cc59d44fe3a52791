"""The front door of engagement. Other apps import this, nothing else."""

from learning.engagement.aims import Day, minutes, week_sums
from learning.engagement.enums import Done, GoalKind, GoalState
from learning.engagement.selectors.activity import (
    Engagement,
    engagement_of,
    people_active,
    people_active_by_week,
)
from learning.engagement.selectors.goal import GoalInfo, GoalProgress, progress_of
from learning.engagement.selectors.learners import (
    ActivePerson,
    active_page,
    active_people,
    person_of,
)
from learning.engagement.services.activity import note_activity
from learning.engagement.services.timeline import add_line
from learning.engagement.streak import Streak, StreakDay, monday_of, streak_of

__all__ = [
    "ActivePerson",
    "Day",
    "Done",
    "Engagement",
    "GoalInfo",
    "GoalKind",
    "GoalProgress",
    "GoalState",
    "Streak",
    "StreakDay",
    "active_page",
    "active_people",
    "add_line",
    "engagement_of",
    "minutes",
    "monday_of",
    "note_activity",
    "people_active",
    "people_active_by_week",
    "person_of",
    "progress_of",
    "streak_of",
    "week_sums",
]
