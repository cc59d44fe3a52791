"""Freezing quizzes when their course is published."""

from uuid import UUID

from django.db import transaction
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from learning.assessment.content import FrozenChoice, FrozenQuestion, FrozenQuiz, to_json
from learning.assessment.drafts import ChoiceDraft, QuestionDraft, problems_of
from learning.assessment.models import Question, Quiz, QuizVersion
from learning.catalogue import api as catalogue
from tenants.kernel.errors import Invalid
from tenants.kernel.markup import render_markdown

QUIZ = "quiz"


def freeze_quizzes(*, version_id: UUID) -> None:
    """Write a QuizVersion for every quiz lesson of a version that is about to become current.

    Raises:
        Invalid: naming the first quiz that cannot be taken and what it lacks; nothing is published.
    """
    with transaction.atomic():
        lessons = [
            lesson for lesson in catalogue.get_outline(version_id).lessons if lesson.kind == QUIZ
        ]
        standing = Prefetch(
            "questions",
            queryset=Question.objects.filter(removed_at__isnull=True).prefetch_related("choices"),
            to_attr="standing",
        )
        quizzes = {
            quiz.lesson_id: quiz
            for quiz in Quiz.objects.filter(
                lesson_id__in=[lesson.id for lesson in lessons]
            ).prefetch_related(standing)
        }
        rows = []
        for lesson in lessons:
            quiz = quizzes.get(lesson.id)
            questions: list[Question] = getattr(quiz, "standing", [])
            if quiz is None or not questions:
                raise Invalid(
                    _("The quiz “%(title)s” has no question yet. Add one, or remove the lesson.")
                    % {"title": lesson.title}
                )
            _check(lesson.title, questions)
            rows.append(
                QuizVersion(
                    version_id=version_id,
                    lesson_id=lesson.id,
                    content=to_json(_frozen(quiz, questions)),
                )
            )
        QuizVersion.objects.bulk_create(rows)


def _check(title: str, questions: list[Question]) -> None:
    for number, question in enumerate(questions, start=1):
        draft = QuestionDraft(
            prompt_md=question.prompt_md,
            kind=question.kind,
            explanation_md=question.explanation_md,
            points=question.points,
            choices=tuple(
                ChoiceDraft(text=one.text, is_correct=one.is_correct, feedback=one.feedback)
                for one in question.choices.all()
            ),
        )
        if problems := problems_of(draft):
            raise Invalid(
                _("The quiz “%(title)s” is not ready. Question %(number)s: %(problem)s")
                % {"title": title, "number": number, "problem": problems[0].message}
            )


def _frozen(quiz: Quiz, questions: list[Question]) -> FrozenQuiz:
    return FrozenQuiz(
        pass_percent=quiz.pass_percent,
        max_attempts=quiz.max_attempts,
        shuffle=quiz.shuffle,
        questions=tuple(
            FrozenQuestion(
                id=str(question.id),
                kind=question.kind,
                prompt_html=render_markdown(question.prompt_md),
                explanation_html=render_markdown(question.explanation_md),
                points=question.points,
                choices=tuple(
                    FrozenChoice(
                        id=str(choice.id),
                        text=choice.text,
                        is_correct=choice.is_correct,
                        feedback=choice.feedback,
                    )
                    for choice in question.choices.all()
                ),
            )
            for question in questions
        ),
    )
