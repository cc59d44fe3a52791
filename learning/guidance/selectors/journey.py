"""Career paths with a learner's own progress on them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from learning.catalogue.api import CareerPathInfo, CourseCard, PathStepInfo, paths_by_id
from learning.delivery.api import EnrolmentInfo, enrolments_of
from learning.guidance.enums import Experience
from learning.guidance.models import FollowedPath

# Which stage somebody's years of selling point to.
STAGE_OF = {
    Experience.FRESHER: "fresher",
    Experience.JUNIOR: "fresher",
    Experience.MIDDLE: "mid",
    Experience.SENIOR: "senior",
}


@dataclass(frozen=True, slots=True)
class JourneyCourse:
    """A course on the way, with the learner's enrolment if there is one."""

    card: CourseCard
    enrolment: EnrolmentInfo | None = None

    @property
    def is_done(self) -> bool:
        """Whether every lesson was done."""
        return self.enrolment is not None and self.enrolment.is_completed

    @property
    def is_begun(self) -> bool:
        """Whether the learner is in it and not through."""
        return self.enrolment is not None and not self.is_done and not self.enrolment.is_withdrawn

    @property
    def lessons_done(self) -> int:
        """Lessons done, of `lessons_total`."""
        return self.enrolment.lessons_done if self.is_begun and self.enrolment else 0

    @property
    def lessons_total(self) -> int:
        """Lessons in the version the learner studies, or would."""
        return self.enrolment.lessons_total if self.enrolment else self.card.lessons_total


@dataclass(frozen=True, slots=True)
class JourneyStep:
    """A step with its courses. `state` is `done`, `current` or empty."""

    step: PathStepInfo
    courses: tuple[JourneyCourse, ...]
    state: str = ""

    @property
    def is_done(self) -> bool:
        """Whether there are courses and all of them are done."""
        return bool(self.courses) and all(course.is_done for course in self.courses)

    @property
    def done(self) -> int:
        """Courses done."""
        return sum(course.is_done for course in self.courses)

    @property
    def total(self) -> int:
        """Courses there are."""
        return len(self.courses)


@dataclass(frozen=True, slots=True)
class Journey:
    """A path and how far a learner is on it; for a guest nothing is done."""

    path: CareerPathInfo
    steps: tuple[JourneyStep, ...]
    followed_since: datetime | None = None
    is_suggested: bool = False
    _by_course: Mapping[UUID, JourneyCourse] = field(
        default_factory=dict,
        repr=False,
        compare=False,  # the same courses, by another key
    )

    @property
    def is_followed(self) -> bool:
        """Whether the learner has set out on it."""
        return self.followed_since is not None

    @property
    def steps_done(self) -> int:
        """Steps done; one without a course never is."""
        return sum(step.is_done for step in self.steps)

    @property
    def current_step(self) -> JourneyStep | None:
        """The step the learner is at: the first with a course left, the one of `next_course`."""
        return next((step for step in self.steps if step.state == "current"), None)

    @property
    def courses_done(self) -> int:
        """Courses done; one that two steps name counts once."""
        return sum(course.is_done for course in self._by_course.values())

    @property
    def courses_total(self) -> int:
        """Courses on the way."""
        return len(self._by_course)

    @property
    def is_done(self) -> bool:
        """Whether nothing is left."""
        return bool(self.courses_total) and self.courses_done == self.courses_total

    @property
    def seconds_left(self) -> int:
        """The length of the courses that are not done."""
        return sum(
            course.card.duration_seconds
            for course in self._by_course.values()
            if not course.is_done
        )

    @property
    def next_course(self) -> JourneyCourse | None:
        """The first course on the way that is not done."""
        return next((one for one in self._by_course.values() if not one.is_done), None)

    @property
    def parts(self) -> list[tuple[int, int, str, int]]:
        """The steps as segments of a bar: done, total, tone, weight in seconds."""
        return [
            (one.done, max(one.total, 1), "full" if one.is_done else "", one.step.duration_seconds)
            for one in self.steps
        ]


def journeys_on(
    paths: Iterable[CareerPathInfo], *, learner_id: UUID | None, experience: str = ""
) -> tuple[Journey, ...]:
    """Return paths with what a learner did on them.

    Args:
        paths: in their order.
        learner_id: whose; None for a guest. Two queries for a learner, none for a guest.
        experience: what the learner said about their years of selling, to suggest a stage.
    """
    enrolments: dict[UUID, EnrolmentInfo] = {}
    followed: dict[UUID, datetime] = {}
    if learner_id is not None:
        enrolments = {one.course_id: one for one in enrolments_of(learner_id)}
        followed = followed_since(learner_id)
    stage = STAGE_OF[Experience(experience)] if experience in Experience.values else ""
    return tuple(
        journey_of(path, enrolments, followed.get(path.id), is_suggested=path.level == stage)
        for path in paths
    )


def followed_since(learner_id: UUID) -> dict[UUID, datetime]:
    """Return since when a learner follows which paths, drafts too, the oldest first. One query."""
    rows = FollowedPath.objects.filter(learner_id=learner_id)
    return dict(rows.values_list("path_id", "since"))


def followed_journeys(learner_id: UUID) -> tuple[Journey, ...]:
    """Return the published paths that a learner follows, the oldest goal first. Five queries."""
    since = followed_since(learner_id)
    if not since:
        return ()
    found = paths_by_id(since)
    enrolments = {one.course_id: one for one in enrolments_of(learner_id)}
    return tuple(
        journey_of(found[path_id], enrolments, moment)
        for path_id, moment in since.items()
        if path_id in found
    )


def journey_of(
    path: CareerPathInfo,
    enrolments: Mapping[UUID, EnrolmentInfo],
    since: datetime | None,
    *,
    is_suggested: bool = False,
) -> Journey:
    """Return how far somebody is on a path.

    Args:
        path: with its steps.
        enrolments: theirs by course id, those withdrawn left out.
        since: when they set out on it (UTC); None when they do not follow it.
        is_suggested: whether it is for the stage they told.
    """
    courses = {card.id: JourneyCourse(card, enrolments.get(card.id)) for card in path.courses}
    begun = since is not None or any(one.is_done or one.is_begun for one in courses.values())
    steps, is_found = [], not begun
    for step in path.steps:
        own = tuple(courses[card.id] for card in step.courses)
        found = JourneyStep(step, own)
        state = "done" if found.is_done else ""
        if not is_found and not found.is_done and own:
            state, is_found = "current", True
        steps.append(JourneyStep(step, own, state))
    return Journey(path, tuple(steps), since, is_suggested, courses)
