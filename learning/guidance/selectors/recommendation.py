"""What to learn next, out of what is published here."""

from uuid import UUID

from learning.catalogue.api import CourseCard, newest_cards
from learning.delivery.api import enrolments_of
from learning.guidance.matching import Recommendation, recommend
from learning.guidance.selectors.journey import followed_journeys
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
    on_path = {
        journey.next_course.card.id: journey.path.title
        for journey in journeys
        if journey.next_course is not None
    }
    mine = {info.course_id for info in enrolments_of(learner_id)}
    return recommend(
        [card for card in candidates() if card.id not in mine],
        profile=told,
        abilities=abilities,
        on_path=on_path,
    )


def candidates() -> tuple[CourseCard, ...]:
    """Return the courses that can be recommended. One query."""
    return newest_cards(_MOST_COURSES)
