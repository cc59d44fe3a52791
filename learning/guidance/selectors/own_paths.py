"""The career paths of a learner as their home shows them: where they stand, and what to offer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils.translation import get_language

from learning.catalogue.api import (
    CareerLevel,
    CourseCard,
    PathLink,
    PathOutline,
    path_outlines,
)
from learning.delivery.api import EnrolmentInfo
from learning.guidance.enums import Experience
from learning.guidance.selectors.journey import STAGE_OF, Journey, followed_since, journey_of
from learning.guidance.selectors.profile import ProfileInfo

# Paths with their map, and links to others.
MOST_MAPS = 2
MOST_OFFERS = 2

_STAGES = [level.value for level in CareerLevel]


@dataclass(frozen=True, slots=True)
class Followed:
    """Which paths a learner follows since when, and every path that is published."""

    since: Mapping[UUID, datetime] = field(default_factory=dict)
    outlines: tuple[PathOutline, ...] = ()

    @property
    def course_ids(self) -> frozenset[UUID]:
        """Every course on the paths that are followed."""
        return frozenset(id_ for outline in self.outlines for id_ in outline.course_ids)

    def journeys(
        self, cards: Mapping[UUID, CourseCard], enrolments: Mapping[UUID, EnrolmentInfo]
    ) -> tuple[Journey, ...]:
        """Return the followed paths, the oldest goal first; one that was hidden is left out.

        Args:
            cards: of published courses, at least of those in `course_ids`.
            enrolments: the learner's by course id, those withdrawn left out.
        """
        found = {outline.path.id: outline for outline in self.outlines}
        return tuple(
            journey_of(found[path_id].with_cards(cards), enrolments, moment)
            for path_id, moment in self.since.items()
            if path_id in found
        )


@dataclass(frozen=True, slots=True)
class OwnPaths:
    """What the home shows of career paths. Nothing at all where none is published.

    `mapped` are shown with their map, `others` in a line each. `offers` are what could come next:
    after a path that is done, or for somebody who follows none and told what they bring along.
    """

    mapped: tuple[Journey, ...] = ()
    others: tuple[Journey, ...] = ()
    offers: tuple[PathLink, ...] = ()
    is_any_published: bool = False

    @property
    def total(self) -> int:
        """How many are followed."""
        return len(self.mapped) + len(self.others)

    @property
    def waiting(self) -> Journey | None:
        """The first path with a course to take: what is next for somebody who is in none."""
        return next((one for one in self.mapped if one.next_course), None)


def followed_by(learner_id: UUID) -> Followed:
    """Return which paths a learner follows, and all there are. Two queries, however many."""
    since = followed_since(learner_id)
    return Followed(since, path_outlines(with_steps_of=since))


def own_paths(followed: Followed, journeys: Sequence[Journey], *, profile: ProfileInfo) -> OwnPaths:
    """Return what the home shows of career paths. No query.

    Args:
        followed: what `followed_by` read.
        journeys: its paths with the learner's progress.
        profile: what the learner told.
    """
    under_way = [one for one in journeys if not one.is_done]
    done = [one for one in journeys if one.is_done]
    mapped, others = (*under_way[:MOST_MAPS],), (*under_way[MOST_MAPS:], *done)
    offers: list[PathLink] = []
    if not journeys:
        offers = _fitting(followed.outlines, profile)
    elif not under_way:
        # Nothing is left but to go on: the path they set out on last, and what lies above it.
        mapped, others = (done[-1],), tuple(done[:-1])
        offers = _above(done[-1], followed)
    return OwnPaths(mapped, others, tuple(offers[:MOST_OFFERS]), bool(followed.outlines))


def _above(journey: Journey, followed: Followed) -> list[PathLink]:
    here = _STAGES.index(journey.path.level)
    return [
        outline.link
        for outline in followed.outlines
        if outline.path.level in _STAGES[here + 1 : here + 2]
        and outline.path.language == journey.path.language
        and outline.path.id not in followed.since
    ]


def _fitting(outlines: Sequence[PathOutline], profile: ProfileInfo) -> list[PathLink]:
    """The stage by the same rule as the list of paths; the language they learn in, or else read."""
    if profile.experience not in Experience.values:
        return []
    stage = STAGE_OF[Experience(profile.experience)]
    fitting = [one for one in outlines if one.path.level == stage]
    for language in (profile.language, get_language() or "", "en"):
        if found := [one.link for one in fitting if one.path.language == language]:
            return found
    return []
