"""The page of goals: each with how far it is, and what was usual lately."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from learning.delivery.api import enrolments_of
from learning.engagement.aims import minutes, week_sums
from learning.engagement.selectors.activity import Engagement, engagement_of
from learning.engagement.selectors.goal import GoalInfo, GoalProgress, goals_of, progress_of
from learning.engagement.streak import monday_of
from tenants.kernel.clock import today
from tenants.notify.api import zone_of

_WEEKS_AVERAGED = 4


@dataclass(frozen=True, slots=True)
class Usual:
    """What somebody did in a week, on average of the last four whole ones."""

    minutes: int
    lessons: int


@dataclass(frozen=True, slots=True)
class GoalPage:
    """Goals in use with their progress, and the latest put away."""

    goals: tuple[GoalProgress, ...]
    archived: tuple[GoalInfo, ...]
    usual: Usual
    today: date


def goal_page(learner_id: UUID) -> GoalPage:
    """Return a person's goals. Four queries, however many there are."""
    zone = zone_of(learner_id)
    here, engagement = today(zone), engagement_of(learner_id)
    enrolments = {info.course_id: info for info in enrolments_of(learner_id)}
    return GoalPage(
        goals=tuple(
            progress_of(goal, days=engagement.days, enrolments=enrolments, today=here, zone=zone)
            for goal in engagement.goals
        ),
        archived=goals_of(learner_id, archived=True)[:10],
        usual=usual_of(engagement, here),
        today=here,
    )


def usual_of(engagement: Engagement, here: date) -> Usual:
    """Return the average of the last four whole weeks, rounded down. No query."""
    mondays = [monday_of(here) - n * timedelta(days=7) for n in range(1, _WEEKS_AVERAGED + 1)]
    sums = [week_sums(engagement.days, monday=monday) for monday in mondays]
    return Usual(
        minutes=minutes(sum(one.milliseconds for one in sums) // _WEEKS_AVERAGED),
        lessons=sum(one.lessons for one in sums) // _WEEKS_AVERAGED,
    )
