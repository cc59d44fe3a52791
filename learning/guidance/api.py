"""The front door of guidance. Other apps import this, nothing else."""

from learning.guidance.matching import Recommendation
from learning.guidance.selectors.home import LearnerHome, learner_home
from learning.guidance.selectors.journey import (
    Journey,
    JourneyCourse,
    JourneyStep,
    followed_journeys,
    journeys_on,
)
from learning.guidance.selectors.known import CheckOutcome, Known, known_of
from learning.guidance.selectors.next_thing import NextThing, next_thing
from learning.guidance.selectors.profile import ProfileInfo, profile_of
from learning.guidance.selectors.recommendation import recommendations_for
from learning.guidance.selectors.skill_check import (
    TO_BUILD,
    CheckResult,
    SkillResult,
    Standing,
    abilities_of,
    results_of,
    standing_of,
)
from learning.guidance.services.following import follow_path, leave_path
from learning.guidance.services.profile import save_step, skip_step
from learning.guidance.services.skill_check import answer_question, begin_check

__all__ = [
    "TO_BUILD",
    "CheckOutcome",
    "CheckResult",
    "Journey",
    "JourneyCourse",
    "JourneyStep",
    "Known",
    "LearnerHome",
    "NextThing",
    "ProfileInfo",
    "Recommendation",
    "SkillResult",
    "Standing",
    "abilities_of",
    "answer_question",
    "begin_check",
    "follow_path",
    "followed_journeys",
    "journeys_on",
    "known_of",
    "learner_home",
    "leave_path",
    "next_thing",
    "profile_of",
    "recommendations_for",
    "results_of",
    "save_step",
    "skip_step",
    "standing_of",
]
