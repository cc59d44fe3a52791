"""Quizzes and attempts, for tests. Call these inside a schema: `with in_tenant(acme):`."""

from collections.abc import Sequence
from uuid import UUID

from learning.assessment.api import (
    ChoiceDraft,
    FrozenQuiz,
    QuestionDraft,
    published_quiz,
    save_quiz,
)
from learning.assessment.enums import QuestionKind
from learning.catalogue.models import Course, Lesson
from learning.catalogue.services.publication import publish_course
from learning.delivery.api import EnrolmentInfo
from tests.factories.catalogue import CourseFactory, LessonFactory, ModuleFactory

# Words that stand in the answers only, so that a page can be searched for them.
FEEDBACK = "feedback-known-only-afterwards"
EXPLANATION = "explanation-known-only-afterwards"


def single(prompt: str = "Which question comes first?", points: int = 1) -> QuestionDraft:
    """Return a question with one right answer of three."""
    return QuestionDraft(
        prompt_md=prompt,
        explanation_md=EXPLANATION,
        points=points,
        choices=(
            ChoiceDraft("An open one", is_correct=True, feedback=f"Yes. {FEEDBACK}"),
            ChoiceDraft("The price", feedback=f"Too early. {FEEDBACK}"),
            ChoiceDraft("The brochure", feedback=f"It talks about you. {FEEDBACK}"),
        ),
    )


def multiple(prompt: str = "Which are buying signals?", points: int = 2) -> QuestionDraft:
    """Return a question with two right answers of four."""
    return QuestionDraft(
        prompt_md=prompt,
        kind=QuestionKind.MULTIPLE,
        explanation_md=EXPLANATION,
        points=points,
        choices=(
            ChoiceDraft("Asks about delivery", is_correct=True),
            ChoiceDraft("Asks whether GST is included", is_correct=True),
            ChoiceDraft("Looks at the clock", feedback=FEEDBACK),
            ChoiceDraft("Says it is nice", feedback=FEEDBACK),
        ),
    )


def make_quiz_lesson(**fields: object) -> Lesson:
    """Return an unpublished quiz lesson without a quiz, alone in its course."""
    course: Course = CourseFactory(**fields)
    return LessonFactory(
        module=ModuleFactory(course=course), kind="quiz", body_md="", title="Module check"
    )


def make_quiz_course(
    questions: Sequence[QuestionDraft] | None = None,
    *,
    pass_percent: int = 60,
    max_attempts: int = 0,
    shuffle: bool = False,
    texts: int = 0,
) -> tuple[Course, UUID]:
    """Publish a course with a quiz after so many text lessons; return both, the lesson by id."""
    quiz = make_quiz_lesson()
    course = quiz.module.course
    for _n in range(texts):
        LessonFactory(module=quiz.module)
    save_quiz(
        lesson_id=quiz.id,
        questions=[single(), multiple()] if questions is None else questions,
        pass_percent=pass_percent,
        max_attempts=max_attempts,
        shuffle=shuffle,
    )
    publish_course(course_id=course.id, actor=course.owner)
    course.refresh_from_db()
    return course, quiz.id


def frozen(enrolment: EnrolmentInfo, lesson_id: UUID) -> FrozenQuiz:
    """Return the quiz an enrolment is asked, answers included."""
    quiz = published_quiz(version_id=enrolment.version_id, lesson_id=lesson_id)
    assert quiz is not None
    return quiz


def right_answers(quiz: FrozenQuiz) -> dict[str, list[str]]:
    """Return a sheet with everything right."""
    return {question.id: sorted(question.right_ids) for question in quiz.questions}


def wrong_answers(quiz: FrozenQuiz) -> dict[str, list[str]]:
    """Return a sheet with everything answered and nothing right."""
    return {
        question.id: [next(one.id for one in question.choices if not one.is_correct)]
        for question in quiz.questions
    }
