"""One person's way through one course: which lesson when, which quiz with what result."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from deploy.demo.shapes import CourseContent, LessonContent, QuizContent

MORNING, EVENING = 9 * 60, 21 * 60 + 30
MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True, order=False)
class Moment:
    """A minute of a local day: whole days before the day of seeding (at least 1), minute 0-1439."""

    days_ago: int
    minute: int

    @property
    def age(self) -> int:
        """Minutes between this moment and the midnight that begins the day of seeding."""
        return self.days_ago * MINUTES_A_DAY - self.minute


@dataclass(frozen=True, slots=True)
class PlannedAttempt:
    """One submitted quiz. `wrong` are indices of the questions answered wrongly."""

    started: Moment
    submitted: Moment
    wrong: tuple[int, ...]
    percent: int
    passed: bool


@dataclass(frozen=True, slots=True)
class PlannedLesson:
    """One lesson of one person. `completed` is None for one only begun; attempts for quizzes."""

    key: str
    opened: Moment
    completed: Moment | None
    attempts: tuple[PlannedAttempt, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedStudy:
    """One person in one course; `completed` is set when every lesson is."""

    email: str
    course: str
    is_assigned: bool
    enrolled: Moment
    lessons: tuple[PlannedLesson, ...]
    completed: Moment | None

    @property
    def lessons_done(self) -> int:
        """How many lessons are completed."""
        return sum(1 for lesson in self.lessons if lesson.completed)

    @property
    def last_activity(self) -> Moment:
        """The latest moment anything happened, the enrolment at the earliest."""
        if not self.lessons:
            return self.enrolled
        last = self.lessons[-1]
        tries = [attempt.submitted for attempt in last.attempts]
        return min((last.completed or last.opened, *tries), key=lambda item: item.age)


@dataclass(frozen=True, slots=True)
class Walk:
    """How somebody goes: from when, how eagerly (0-1), and after how many lessons they stop."""

    start: Moment
    eager: float
    stop_after: int | None = None
    assigned: bool = False


def walk_through(email: str, course: CourseContent, walk: Walk, chance: Random) -> PlannedStudy:
    """Plan `course` lesson by lesson until it is done, `walk` stops, or yesterday is over."""
    clock = _Clock(walk.start, walk.eager, chance)
    done: list[PlannedLesson] = []
    for index, lesson in enumerate(course.lessons):
        if index == walk.stop_after:
            break
        if not clock.sit_down(lesson.duration_seconds):
            break
        done.append(_lesson(lesson, clock, walk, chance))
        if done[-1].completed is None:
            break
    whole = len(done) == len(course.lessons) and all(item.completed for item in done)
    return PlannedStudy(
        email=email,
        course=course.slug,
        is_assigned=walk.assigned,
        enrolled=walk.start,
        lessons=tuple(done),
        completed=done[-1].completed if whole else None,
    )


def _lesson(lesson: LessonContent, clock: _Clock, walk: Walk, chance: Random) -> PlannedLesson:
    opened = clock.now
    if lesson.quiz is None:
        clock.spend(lesson.duration_seconds)
        return PlannedLesson(lesson.key, opened, clock.now)
    attempts: list[PlannedAttempt] = []
    while not (attempts and attempts[-1].passed):
        if attempts and not clock.sit_down(lesson.duration_seconds):
            break
        attempts.append(_attempt(lesson.quiz, len(attempts), clock, walk, chance))
    passed = clock.now if attempts[-1].passed else None
    return PlannedLesson(lesson.key, opened, passed, tuple(attempts))


def _attempt(
    quiz: QuizContent, earlier: int, clock: _Clock, walk: Walk, chance: Random
) -> PlannedAttempt:
    miss = max(0.03, 0.34 - 0.26 * walk.eager - 0.14 * earlier)
    wrong = tuple(i for i in range(len(quiz.questions)) if chance.random() < miss)
    total = sum(question.points for question in quiz.questions)
    lost = sum(quiz.questions[i].points for i in wrong)
    percent = (total - lost) * 100 // total
    started = clock.now
    clock.spend(chance.randint(30, 50) * len(quiz.questions))
    return PlannedAttempt(started, clock.now, wrong, percent, percent >= quiz.pass_percent)


class _Clock:
    """Somebody's time: sittings between morning and evening, days apart if not eager."""

    def __init__(self, start: Moment, eager: float, chance: Random) -> None:
        self.now, self._chance = start, chance
        self._eager = min(max(eager, 0.1), 1.0)

    def sit_down(self, seconds: int) -> bool:
        """Move to the next sitting that has room for `seconds`; False if that is not yet past."""
        if self._chance.random() < 0.2 + 0.4 * self._eager:
            pause = self._chance.randint(1, 9)
            if self.now.minute + pause + seconds // 60 + 2 < EVENING:
                self.now = Moment(self.now.days_ago, self.now.minute + pause)
                return True
        days = 1 + int(self._chance.random() * 10 * (1.2 - self._eager))
        if self.now.days_ago - days < 1:
            return False
        minute = self._chance.choice((MORNING, 13 * 60, 18 * 60 + 30, 20 * 60))
        self.now = Moment(self.now.days_ago - days, minute + self._chance.randint(0, 40))
        return True

    def spend(self, seconds: int) -> None:
        """Let `seconds` pass, rounded up to a minute, a little more than the lesson needs."""
        minutes = max(1, round(seconds / 60 * self._chance.uniform(1.0, 1.5)))
        self.now = Moment(self.now.days_ago, min(self.now.minute + minutes, MINUTES_A_DAY - 1))
