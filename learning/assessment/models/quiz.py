"""Lives in: every schema. The draft of a quiz, as its author edits it."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from learning.assessment.enums import QuestionKind
from tenants.kernel.ids import uuid7


class Quiz(models.Model):
    """The quiz of one lesson, and its rules."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    lesson = models.OneToOneField("catalogue.Lesson", on_delete=models.CASCADE, related_name="quiz")
    pass_percent = models.PositiveSmallIntegerField(
        _("pass mark"),
        default=80,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("Per cent of the points."),
    )
    # 0: as often as one likes.
    max_attempts = models.PositiveSmallIntegerField(
        _("attempts allowed"), default=0, validators=[MaxValueValidator(20)]
    )
    shuffle = models.BooleanField(_("mix the order of questions and answers"), default=False)

    def __str__(self) -> str:
        return f"Quiz of {self.lesson_id}"


class Question(models.Model):
    """One question. A removed one keeps its place until somebody undoes it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="questions")
    kind = models.CharField(
        _("kind"), max_length=8, choices=QuestionKind, default=QuestionKind.SINGLE
    )
    prompt_md = models.TextField(_("question"), max_length=4000)
    explanation_md = models.TextField(_("explanation"), max_length=4000, blank=True)
    points = models.PositiveSmallIntegerField(
        _("points"), default=1, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    position = models.PositiveIntegerField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.prompt_md[:60]


class Choice(models.Model):
    """One possible answer, and what is said to those who chose it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="choices")
    text = models.CharField(_("answer"), max_length=400)
    is_correct = models.BooleanField(_("right"), default=False)
    feedback = models.CharField(_("feedback"), max_length=400, blank=True)
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text[:60]
