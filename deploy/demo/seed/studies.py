"""Months of study as rows: enrolments, lessons, attempts, then the certificates they earned."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from deploy.demo.history import local_moment
from deploy.demo.seed.courses import SeededCourse
from deploy.demo.seed.engagement import Engagement
from deploy.demo.study import Moment, PlannedAttempt, PlannedLesson, PlannedStudy
from learning.assessment.content import FrozenQuiz, from_json
from learning.assessment.enums import AttemptState
from learning.assessment.models import Attempt, QuizVersion
from learning.assessment.scoring import score
from learning.credentials.services.issuing import issue_certificate
from learning.delivery.enums import EnrolmentState, LessonState, Source
from learning.delivery.models import Enrolment, LessonProgress
from tenants.kernel.clock import now
from tenants.kernel.ids import uuid7
from tenants.kernel.models import Job

# Sheets of the past are drawn in idle minutes; one that somebody opens is drawn at once.
_FIRST_SHEET_SECONDS = 600
_SECONDS_BETWEEN_SHEETS = 20


class History:
    """Collects the rows of many studies and writes them in a few statements.

    Args:
        courses: by slug.
        people: ids by e-mail address.
        today: the day the plan counts back from, in `time_zone`.
        time_zone: IANA name.
    """

    def __init__(
        self,
        *,
        courses: dict[str, SeededCourse],
        people: dict[str, UUID],
        today: date,
        time_zone: str,
    ) -> None:
        self._courses, self._people = courses, people
        self._today, self._time_zone = today, time_zone
        self._enrolments: dict[tuple[UUID, UUID], Enrolment] = {}
        self._progress: list[LessonProgress] = []
        self._attempts: list[Attempt] = []
        self._engagement = Engagement(time_zone)
        self._quizzes = {
            (row.version_id, row.lesson_id): (row, from_json(row.content))
            for row in QuizVersion.objects.all()
        }

    def at(self, moment: Moment) -> datetime:
        """Return a planned moment as a datetime, never later than now."""
        return min(local_moment(moment, today=self._today, time_zone=self._time_zone), now())

    def enrol(self, *, email: str, course: str, at: datetime, source: Source) -> Enrolment:
        """Add an enrolment, or return the one there is."""
        seeded, learner = self._courses[course], self._people[email]
        row = self._enrolments.get((learner, seeded.course_id))
        if row is None:
            row = Enrolment(
                id=uuid7(),
                learner_id=learner,
                course_id=seeded.course_id,
                version_id=seeded.version_id,
                source=source,
                enrolled_at=at,
                lessons_total=len(seeded.lesson_ids),
            )
            self._enrolments[learner, seeded.course_id] = row
        return row

    def add(self, studies: Iterable[PlannedStudy]) -> None:
        """Add planned studies."""
        for study in studies:
            self._add(study)

    def write(self) -> None:
        """Write every row, then issue the certificates in the order they were earned."""
        Enrolment.objects.bulk_create(self._enrolments.values(), batch_size=500)
        LessonProgress.objects.bulk_create(self._progress, batch_size=500)
        Attempt.objects.bulk_create(self._attempts, batch_size=500)
        self._engagement.write()
        done = [row for row in self._enrolments.values() if row.completed_at is not None]
        for row in sorted(done, key=lambda row: (row.completed_at, row.id)):
            issue_certificate(enrolment_id=row.id, issued_at=row.completed_at or now())
        self._spread_rendering()

    def _add(self, study: PlannedStudy) -> None:
        seeded = self._courses[study.course]
        source = Source.ASSIGNED if study.is_assigned else Source.SELF
        row = self.enrol(
            email=study.email, course=study.course, at=self.at(study.enrolled), source=source
        )
        row.lessons_done = study.lessons_done
        row.last_activity_at = self.at(study.last_activity)
        if study.lessons:
            row.current_lesson_id = seeded.lesson_ids[study.lessons[-1].key]
        if study.completed is not None:
            row.state, row.completed_at = EnrolmentState.COMPLETED, self.at(study.completed)
            self._engagement.course(
                learner_id=row.learner_id,
                at=row.completed_at,
                course_id=row.course_id,
                title=seeded.content.title,
            )
        for planned in study.lessons:
            self._add_lesson(row, seeded, planned)

    def _add_lesson(self, row: Enrolment, seeded: SeededCourse, planned: PlannedLesson) -> None:
        lesson = next(item for item in seeded.content.lessons if item.key == planned.key)
        lesson_id = seeded.lesson_ids[planned.key]
        done = planned.completed is not None
        watched = lesson.clip.duration_ms if lesson.clip is not None and done else 0
        self._progress.append(
            LessonProgress(
                id=uuid7(),
                enrolment=row,
                lesson_id=lesson_id,
                kind=lesson.kind,
                state=LessonState.COMPLETED if done else LessonState.STARTED,
                watched=[[0, watched]] if watched else [],
                watched_ms=watched,
                first_opened_at=self.at(planned.opened),
                completed_at=self.at(planned.completed) if planned.completed else None,
            )
        )
        if planned.completed is not None:
            passed = [attempt.percent for attempt in planned.attempts if attempt.passed]
            self._engagement.lesson(
                learner_id=row.learner_id,
                at=self.at(planned.completed),
                lesson=lesson,
                lesson_id=lesson_id,
                course_id=row.course_id,
                course_title=seeded.content.title,
                percent=passed[0] if passed else None,
            )
        for number, attempt in enumerate(planned.attempts, start=1):
            self._engagement.attempt(learner_id=row.learner_id, at=self.at(attempt.submitted))
            version, quiz = self._quizzes[seeded.version_id, lesson_id]
            self._add_attempt(row, lesson_id, version, quiz, number, attempt)

    def _add_attempt(
        self,
        row: Enrolment,
        lesson_id: UUID,
        version: QuizVersion,
        quiz: FrozenQuiz,
        number: int,
        attempt: PlannedAttempt,
    ) -> None:
        answers = _answers(quiz, attempt)
        result = score(quiz, answers)
        self._attempts.append(
            Attempt(
                id=uuid7(),
                enrolment=row,
                lesson_id=lesson_id,
                quiz_version=version,
                number=number,
                state=AttemptState.SUBMITTED,
                answers=answers,
                score_points=result.points,
                max_points=result.max_points,
                percent=result.percent,
                passed=result.passed,
                started_at=self.at(attempt.started),
                submitted_at=self.at(attempt.submitted),
            )
        )

    def _spread_rendering(self) -> None:
        jobs = list(
            Job.objects.filter(name="credentials.render_certificate", state="queued").order_by("id")
        )
        for index, row in enumerate(jobs):
            row.run_after = now() + timedelta(
                seconds=_FIRST_SHEET_SECONDS + index * _SECONDS_BETWEEN_SHEETS
            )
        Job.objects.bulk_update(jobs, ["run_after"], batch_size=500)


def _answers(quiz: FrozenQuiz, attempt: PlannedAttempt) -> dict[str, list[str]]:
    """Return answers that get exactly the planned questions wrong."""
    chance = Random(f"{attempt.percent}:{attempt.wrong}")
    answers = {}
    for index, question in enumerate(quiz.questions):
        right = sorted(question.right_ids)
        wrong = [choice.id for choice in question.choices if choice.id not in question.right_ids]
        answers[question.id] = [chance.choice(wrong)] if index in attempt.wrong else right
    return answers
