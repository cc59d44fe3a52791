"""What engagement does when others announce something. Inline: same transaction, same schema."""

from learning.assessment.events import AttemptSubmitted
from learning.catalogue import api as catalogue
from learning.delivery.events import CourseCompleted, LessonCompleted, Watched
from learning.engagement.enums import Done
from learning.engagement.services.activity import note_activity
from learning.engagement.services.goal_reached import note_course_goal
from learning.engagement.services.reassigning import reassign_learner
from learning.engagement.services.timeline import add_line
from tenants.accounts.events import PeopleMerged

_QUIZ = "quiz"


def on_lesson_completed(event: LessonCompleted) -> None:
    """A lesson counts on its day and stands on the timeline."""
    add_line(
        learner_id=event.learner_id,
        at=event.completed_at,
        kind=Done.QUIZ if event.kind == _QUIZ else Done.LESSON,
        source_id=event.lesson_id,
        title=event.lesson_title,
        course_id=event.course_id,
        course_title=event.course_title,
        number=event.percent,
    )
    note_activity(
        learner_id=event.learner_id,
        at=event.completed_at,
        lessons=1,
        quizzes=int(event.kind == _QUIZ),
        milliseconds=event.length_ms,
    )


def on_watched(event: Watched) -> None:
    """What was watched counts on its day."""
    note_activity(learner_id=event.learner_id, at=event.at, milliseconds=event.credited_ms)


def on_attempt_submitted(event: AttemptSubmitted) -> None:
    """A quiz handed in counts on its day, passed or not; the pass that did its lesson was counted with it."""
    if not event.completed_lesson:
        note_activity(learner_id=event.learner_id, at=event.submitted_at, quizzes=1)


def on_course_completed(event: CourseCompleted) -> None:
    """A course completed stands on the timeline, and so does the goal that it reaches."""
    title = catalogue.get_outline(event.version_id).course_title
    add_line(
        learner_id=event.learner_id,
        at=event.completed_at,
        kind=Done.COURSE,
        source_id=event.course_id,
        title=title,
        course_id=event.course_id,
        course_title=title,
    )
    note_course_goal(
        learner_id=event.learner_id,
        course_id=event.course_id,
        course_title=title,
        completed_at=event.completed_at,
    )


def on_people_merged(event: PeopleMerged) -> None:
    """What the account that is gone did belongs to the one that is kept."""
    reassign_learner(from_id=event.gone_id, to_id=event.kept_id)
