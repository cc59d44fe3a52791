"""What to learn next, out of what is published here."""

from collections.abc import Collection, Sequence
from uuid import UUID

from learning.catalogue.api import CourseCard, newest_cards
from learning.delivery.api import enrolments_of
from learning.guidance.matching import Recommendation, recommend
from learning.guidance.selectors.journey import Journey, followed_journeys
from learning.guidance.selectors.profile import ProfileInfo, profile_of
from learning.guidance.selectors.skill_check import abilities_of

# More published courses than this have to be found by search; the best are among the newest.
_MOST_COURSES = 300


def recommendations_for(
    learner_id: UUID, *, profile: ProfileInfo | None = None
) -> tuple[Recommendation, ...]:
    """Return up to three courses the learner is not in yet, each with reasons."""
    told = profile or profile_of(learner_id)
    abilities = abilities_of(learner_id)
    journeys = followed_journeys(learner_id)
    if not told.answered and not abilities and not journeys:
        return ()
    mine = {info.course_id for info in enrolments_of(learner_id)}
    return recommend(
        [card for card in candidates() if card.id not in mine],
        profile=told,
        abilities=abilities,
        on_path=next_on_paths(journeys),
    )


def next_on_paths(journeys: Sequence[Journey]) -> dict[UUID, str]:
    """Return the titles of paths by the id of the course that is next on them.

    Args:
        journeys: of two that have the same course next, the first is named.
    """
    return {
        journey.next_course.card.id: journey.path.title
        for journey in reversed(journeys)
        if journey.next_course is not None
    }


def candidates(*, also: Collection[UUID] = ()) -> tuple[CourseCard, ...]:
    """Return the courses that can be recommended. One query.

    Args:
        also: ids of courses that are among them, if published, however old they are.
    """
    return newest_cards(_MOST_COURSES, also=also)
