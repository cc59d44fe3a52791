"""An instructor's home: their courses, who learns in them, where learners stop, what they get wrong."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from learning.assessment.api import HardQuestion, hard_questions
from learning.catalogue.api import (
    CourseCard,
    LessonKind,
    OwnedCourse,
    cards_of_courses,
    courses_owned_by,
    get_outline,
)
from learning.delivery.api import CourseAudience, audiences_of, funnel_of, learners_since
from tenants.kernel.clock import local
from tenants.schemas import current_tenant

MOST_HARD = 5


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
class Teaching:
    """Everything on the page. The month began on its first day in the platform's time zone."""

    courses: tuple[TaughtCourse, ...]
    chosen: TaughtCourse | None
    funnel: tuple[FunnelStep, ...]
    hard: tuple[HardQuestion, ...]
    month: datetime
    joined: int
    active: int
    completed: int
    read_at: datetime


def teaching_of(person_id: UUID, *, wanted: UUID | None, now: datetime) -> Teaching:
    """Return an instructor's home. Seven queries, however many courses and learners.

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
    return Teaching(
        courses=courses,
        chosen=chosen,
        funnel=steps,
        hard=hard,
        month=month,
        joined=sum(one.audience.joined for one in courses),
        active=learners_since(ids, since=month),
        completed=sum(one.audience.completed for one in courses),
        read_at=now,
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
