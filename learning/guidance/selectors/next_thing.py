"""The one thing about goals and skills that a learner's home invites to."""

from dataclasses import dataclass
from uuid import UUID

from learning.guidance.selectors.profile import ProfileInfo, profile_of
from learning.guidance.selectors.skill_check import Standing, standing_of


@dataclass(frozen=True, slots=True)
class NextThing:
    """What to invite to: `welcome`, `profile`, `check`, `resume` or, when all is done, `done`.

    `is_quiet` makes it one line: the learner said "not now", or nothing is left to do.
    """

    kind: str
    is_quiet: bool
    profile: ProfileInfo
    standing: Standing


def next_thing(learner_id: UUID) -> NextThing:
    """Return what is next, in two queries."""
    return thing_of(profile_of(learner_id), standing_of(learner_id))


def thing_of(profile: ProfileInfo, standing: Standing) -> NextThing:
    """Return what is next for somebody of whom this is known."""
    if standing.is_open:
        kind = "resume"
    elif not profile.exists or (not profile.answered and len(profile.skipped) == 0):
        kind = "welcome"
    elif profile.open_steps:
        kind = "profile"
    elif not standing.finished and not profile.skips_check:
        kind = "check"
    else:
        kind = "done"
    quiet = kind == "done" or (profile.is_dismissed and kind != "resume")
    return NextThing(kind, quiet, profile, standing)
