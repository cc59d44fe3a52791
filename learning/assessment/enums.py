"""The closed lists of quizzes."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class QuestionKind(TextChoices):
    """How many answers are right: exactly one, or all that apply."""

    SINGLE = "single", _("One right answer")
    MULTIPLE = "multiple", _("Several right answers")


class AttemptState(TextChoices):
    """Whether an attempt still takes answers."""

    OPEN = "open", _("In progress")
    SUBMITTED = "submitted", _("Submitted")
