"""An instructor's home: their courses, who learns in them, what they say, where they stop and err."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from learning.assessment.api import HardQuestion, hard_questions
from learning.catalogue.api import (
    CourseCard,
    LessonKind,
    OwnedCourse,
    Rating,
    cards_of_courses,
    courses_owned_by,
    get_outline,
)
from learning.delivery.api import (
    CourseAudience,
    Feedback,
    ReviewInfo,
    audiences_of,
    feedback_of,
    funnel_of,
    learners_since,
)
from tenants.kernel.clock import local
from tenants.schemas import current_tenant

MOST_HARD = 5
MOST_SAID = 6


@dataclass(frozen=True, slots=True)
class TaughtCourse:
    """One course of an instructor's, with its learners; `card` is None until it is published."""

    course: OwnedCourse
    card: CourseCard | None
    audience: CourseAudience


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """One lesson of the course looked at."""

    number: int
    title: str
    opened: int
    completed: int


@dataclass(frozen=True, slots=True)
class Said:
    """What a learner said, and of which course."""

    card: CourseCard
    review: ReviewInfo


@dataclass(frozen=True, slots=True)
class Teaching:
    """Everything on the page. The month began on its first day in the platform's time zone.

    `rating` is of all the courses together, each review counted once; `said` are its latest words.
    """

    courses: tuple[TaughtCourse, ...]
    chosen: TaughtCourse | None
    funnel: tuple[FunnelStep, ...]
    hard: tuple[HardQuestion, ...]
    month: datetime
    joined: int
    active: int
    completed: int
    rating: Rating
    feedback: Feedback
    said: tuple[Said, ...]
    read_at: datetime


def teaching_of(person_id: UUID, *, wanted: UUID | None, now: datetime) -> Teaching:
    """Return an instructor's home. Nine queries, however many courses, learners and reviews.

    Args:
        person_id: the instructor.
        wanted: the course to look into; another than theirs gives the one with most learners.
        now: the moment it is read (UTC).
    """
    month = local(now, current_tenant().time_zone).replace(
        day=1, hour=0, minute=0, second=0, microsecond=0
    )
    owned = courses_owned_by(person_id)
    ids = [one.id for one in owned]
    cards, audiences = cards_of_courses(ids), audiences_of(ids, since=month)
    courses = tuple(
        TaughtCourse(one, cards.get(one.id), audiences.get(one.id, CourseAudience()))
        for one in owned
    )
    published = [one for one in courses if one.card]
    chosen = next((one for one in published if one.course.id == wanted), None) or max(
        published, key=lambda one: one.audience.learners, default=None
    )
    steps, hard = _looked_into(chosen)
    # Only what was published has reviews, and a page where they are read.
    feedback = feedback_of(list(cards), owner_id=person_id, since=month, most=MOST_SAID)
    return Teaching(
        courses=courses,
        chosen=chosen,
        funnel=steps,
        hard=hard,
        month=month,
        joined=sum(one.audience.joined for one in courses),
        active=learners_since(ids, since=month),
        completed=sum(one.audience.completed for one in courses),
        rating=_together([card.rating for card in cards.values()]),
        feedback=feedback,
        said=tuple(Said(cards[review.course_id], review) for review in feedback.latest),
        read_at=now,
    )


def _together(ratings: list[Rating]) -> Rating:
    return Rating(
        count=sum(one.count for one in ratings),
        total=sum(one.total for one in ratings),
        spread=tuple(sum(one.spread[at] for one in ratings) for at in range(5)),
    )


def _looked_into(
    chosen: TaughtCourse | None,
) -> tuple[tuple[FunnelStep, ...], tuple[HardQuestion, ...]]:
    if chosen is None or chosen.card is None:
        return (), ()
    lessons = get_outline(chosen.card.version_id).lessons
    counts = funnel_of(chosen.course.id)
    steps = tuple(
        FunnelStep(number, lesson.title, found.opened, found.completed)
        if (found := counts.get(lesson.id))
        else FunnelStep(number, lesson.title, 0, 0)
        for number, lesson in enumerate(lessons, start=1)
    )
    quizzes = [lesson.id for lesson in lessons if lesson.kind == LessonKind.QUIZ]
    return steps, hard_questions(quizzes, most=MOST_HARD) if quizzes else ()
