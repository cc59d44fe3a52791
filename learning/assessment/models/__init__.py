"""Lives in: every schema."""

from learning.assessment.models.attempt import Attempt
from learning.assessment.models.quiz import Choice, Question, Quiz
from learning.assessment.models.version import QuizVersion

__all__ = ["Attempt", "Choice", "Question", "Quiz", "QuizVersion"]
