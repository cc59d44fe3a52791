"""The front door of assessment. Other apps import this and `events`, nothing else."""

from learning.assessment.content import FrozenChoice, FrozenQuestion, FrozenQuiz
from learning.assessment.drafts import ChoiceDraft, QuestionDraft
from learning.assessment.enums import QuestionKind
from learning.assessment.selectors.attempt import published_quiz
from learning.assessment.selectors.hard_questions import HardQuestion, hard_questions
from learning.assessment.selectors.stats import AttemptStats, attempt_stats, best_percent
from learning.assessment.services.attempt import save_answers, start_attempt
from learning.assessment.services.quiz import save_quiz
from learning.assessment.services.reassigning import reassign_attempts
from learning.assessment.services.submission import SubmissionInfo, submit_attempt

__all__ = [
    "AttemptStats",
    "ChoiceDraft",
    "FrozenChoice",
    "FrozenQuestion",
    "FrozenQuiz",
    "HardQuestion",
    "QuestionDraft",
    "QuestionKind",
    "SubmissionInfo",
    "attempt_stats",
    "best_percent",
    "hard_questions",
    "published_quiz",
    "reassign_attempts",
    "save_answers",
    "save_quiz",
    "start_attempt",
    "submit_attempt",
]
