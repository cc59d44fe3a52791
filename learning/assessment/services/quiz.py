"""Writing quizzes: rules, questions, order. Everything here is the draft; learners see a version."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from learning.assessment.drafts import MAX_QUESTIONS, QuestionDraft, problems_of
from learning.assessment.models import Choice, Question, Quiz
from learning.catalogue import api as catalogue
from tenants.kernel.clock import now
from tenants.kernel.errors import Invalid, Missing

MAX_ATTEMPTS_LIMIT = 20


def save_rules(*, lesson_id: UUID, pass_percent: int, max_attempts: int, shuffle: bool) -> None:
    """Set a quiz's pass mark (1 to 100 per cent), attempts (0: unlimited) and mixing.

    Raises:
        Missing: when there is no such quiz lesson.
        Invalid: when a figure is out of range, with its field.
    """
    if not 1 <= pass_percent <= 100:
        raise Invalid(_("The pass mark is between 1 and 100 per cent."), field="pass_percent")
    if not 0 <= max_attempts <= MAX_ATTEMPTS_LIMIT:
        raise Invalid(_("Allow up to 20 attempts, or 0 for no limit."), field="max_attempts")
    with transaction.atomic():
        quiz = _locked(lesson_id)
        quiz.pass_percent, quiz.max_attempts, quiz.shuffle = pass_percent, max_attempts, shuffle
        quiz.save(update_fields=["pass_percent", "max_attempts", "shuffle"])
        _edited(lesson_id)


def add_question(*, lesson_id: UUID, draft: QuestionDraft) -> UUID:
    """Add a question at the end and return its id.

    Raises:
        Missing: when there is no such quiz lesson.
        Invalid: when the question cannot be asked as it is, or the quiz is full.
    """
    _check(draft)
    with transaction.atomic():
        quiz = _locked(lesson_id)
        standing = quiz.questions.filter(removed_at__isnull=True)
        if standing.count() >= MAX_QUESTIONS:
            raise Invalid(_("A quiz has at most 100 questions."))
        last = quiz.questions.aggregate(last=Max("position"))["last"]
        question = _write(Question(quiz=quiz, position=0 if last is None else last + 1), draft)
        _edited(lesson_id)
        return question.id


def change_question(*, lesson_id: UUID, question_id: UUID, draft: QuestionDraft) -> None:
    """Replace a question's text and answers; its place stays.

    Raises:
        Missing: when the quiz has no such question.
        Invalid: when the question cannot be asked as it is.
    """
    _check(draft)
    with transaction.atomic():
        question = _question(_locked(lesson_id), question_id)
        question.choices.all().delete()
        _write(question, draft)
        _edited(lesson_id)


def remove_question(*, lesson_id: UUID, question_id: UUID) -> None:
    """Take a question out; `restore_question` brings it back. Raises Missing."""
    _set_removed(lesson_id, question_id, removed=True)


def restore_question(*, lesson_id: UUID, question_id: UUID) -> None:
    """Bring a removed question back to its place. Raises Missing."""
    _set_removed(lesson_id, question_id, removed=False)


def move_question(*, lesson_id: UUID, question_id: UUID, up: bool) -> None:
    """Move a question one place; at the end of the list nothing happens. Raises Missing."""
    with transaction.atomic():
        quiz = _locked(lesson_id)
        standing = list(quiz.questions.filter(removed_at__isnull=True))
        at = next((n for n, one in enumerate(standing) if one.id == question_id), None)
        if at is None:
            raise Missing(_("There is no such question."))
        to = at - 1 if up else at + 1
        if not 0 <= to < len(standing):
            return
        standing[at].position, standing[to].position = standing[to].position, standing[at].position
        Question.objects.bulk_update([standing[at], standing[to]], ["position"])
        _edited(lesson_id)


def save_quiz(
    *,
    lesson_id: UUID,
    questions: Sequence[QuestionDraft],
    pass_percent: int = 80,
    max_attempts: int = 0,
    shuffle: bool = False,
) -> None:
    """Write a whole quiz at once, in place of whatever it held. For imports and demo content.

    Raises:
        Missing: when there is no such quiz lesson.
        Invalid: when a question cannot be asked as it is; the message says which.
    """
    for number, draft in enumerate(questions, start=1):
        if problems := problems_of(draft):
            raise Invalid(
                _("Question %(number)s: %(problem)s")
                % {"number": number, "problem": problems[0].message}
            )
    with transaction.atomic():
        save_rules(
            lesson_id=lesson_id,
            pass_percent=pass_percent,
            max_attempts=max_attempts,
            shuffle=shuffle,
        )
        quiz = _locked(lesson_id)
        quiz.questions.all().delete()
        rows = [
            Question(
                quiz=quiz,
                kind=draft.kind,
                prompt_md=draft.prompt_md,
                explanation_md=draft.explanation_md,
                points=draft.points,
                position=position,
            )
            for position, draft in enumerate(questions)
        ]
        Question.objects.bulk_create(rows)
        Choice.objects.bulk_create(
            choice
            for row, draft in zip(rows, questions, strict=True)
            for choice in _choices(row, draft)
        )


def _locked(lesson_id: UUID) -> Quiz:
    """Return the lesson's quiz, made when it is the first time, locked until the end."""
    if catalogue.lesson_info(lesson_id).kind != catalogue.LessonKind.QUIZ:
        raise Missing(_("There is no such quiz."))
    Quiz.objects.bulk_create([Quiz(lesson_id=lesson_id)], ignore_conflicts=True)
    return Quiz.objects.select_for_update().get(lesson_id=lesson_id)


def _edited(lesson_id: UUID) -> None:
    catalogue.mark_edited(course_id=catalogue.lesson_info(lesson_id).course_id)


def _question(quiz: Quiz, question_id: UUID, *, removed: bool = False) -> Question:
    question = quiz.questions.filter(id=question_id, removed_at__isnull=not removed).first()
    if question is None:
        raise Missing(_("There is no such question."))
    return question


def _set_removed(lesson_id: UUID, question_id: UUID, *, removed: bool) -> None:
    with transaction.atomic():
        question = _question(_locked(lesson_id), question_id, removed=not removed)
        question.removed_at = now() if removed else None
        question.save(update_fields=["removed_at"])
        _edited(lesson_id)


def _check(draft: QuestionDraft) -> None:
    if problems := problems_of(draft):
        raise Invalid(problems[0].message, field=problems[0].field)


def _write(question: Question, draft: QuestionDraft) -> Question:
    question.kind = draft.kind
    question.prompt_md = draft.prompt_md.strip()
    question.explanation_md = draft.explanation_md.strip()
    question.points = draft.points
    question.save()
    Choice.objects.bulk_create(_choices(question, draft))
    return question


def _choices(question: Question, draft: QuestionDraft) -> list[Choice]:
    return [
        Choice(
            question=question,
            text=choice.text.strip(),
            is_correct=choice.is_correct,
            feedback=choice.feedback.strip(),
            position=position,
        )
        for position, choice in enumerate(draft.choices)
    ]
