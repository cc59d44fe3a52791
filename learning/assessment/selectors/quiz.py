"""The draft of a quiz, as its editor shows it."""

from dataclasses import dataclass
from uuid import UUID

from learning.assessment.drafts import ChoiceDraft, QuestionDraft
from learning.assessment.enums import QuestionKind
from learning.assessment.models import Question, Quiz
from tenants.kernel.markup import render_markdown


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One question of the draft."""

    id: UUID
    number: int
    kind: str
    prompt_md: str
    prompt_html: str
    explanation_md: str
    points: int
    choices: tuple[ChoiceDraft, ...]

    @property
    def is_multiple(self) -> bool:
        """Whether several answers may be right."""
        return self.kind == QuestionKind.MULTIPLE

    @property
    def draft(self) -> QuestionDraft:
        """The same as an author sends it."""
        return QuestionDraft(
            prompt_md=self.prompt_md,
            kind=self.kind,
            explanation_md=self.explanation_md,
            points=self.points,
            choices=self.choices,
        )


@dataclass(frozen=True, slots=True)
class DraftQuiz:
    """A quiz with its rules and standing questions; the defaults, when nothing was written yet."""

    lesson_id: UUID
    pass_percent: int = 80
    max_attempts: int = 0
    shuffle: bool = False
    questions: tuple[QuestionRow, ...] = ()

    @property
    def points(self) -> int:
        """What all questions give together."""
        return sum(question.points for question in self.questions)

    def question(self, question_id: UUID) -> QuestionRow | None:
        """Return one question, or None."""
        return next((one for one in self.questions if one.id == question_id), None)


def draft_quiz(lesson_id: UUID) -> DraftQuiz:
    """Return a lesson's quiz as it stands, without its removed questions. Three queries."""
    quiz = Quiz.objects.filter(lesson_id=lesson_id).first()
    if quiz is None:
        return DraftQuiz(lesson_id=lesson_id)
    rows = Question.objects.filter(quiz=quiz, removed_at__isnull=True).prefetch_related("choices")
    return DraftQuiz(
        lesson_id=lesson_id,
        pass_percent=quiz.pass_percent,
        max_attempts=quiz.max_attempts,
        shuffle=quiz.shuffle,
        questions=tuple(
            QuestionRow(
                id=row.id,
                number=number,
                kind=row.kind,
                prompt_md=row.prompt_md,
                prompt_html=render_markdown(row.prompt_md),
                explanation_md=row.explanation_md,
                points=row.points,
                choices=tuple(
                    ChoiceDraft(text=one.text, is_correct=one.is_correct, feedback=one.feedback)
                    for one in row.choices.all()
                ),
            )
            for number, row in enumerate(rows, start=1)
        ),
    )


def removed_question(lesson_id: UUID, question_id: UUID) -> str | None:
    """Return the text of a removed question that can be brought back, or None."""
    return (
        Question.objects.filter(id=question_id, quiz__lesson_id=lesson_id, removed_at__isnull=False)
        .values_list("prompt_md", flat=True)
        .first()
    )
