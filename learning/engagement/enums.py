"""Words with a fixed meaning: what was done, what somebody aims at, how far they are."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Done(TextChoices):
    """Kinds of lines on a timeline."""

    LESSON = "lesson", _("Lessons")
    QUIZ = "quiz", _("Quizzes")
    COURSE = "course", _("Courses")
    CHECK = "check", _("Skill checks")
    GOAL = "goal", _("Goals")


class GoalKind(TextChoices):
    """What a goal is measured by."""

    WEEKLY_MINUTES = "minutes", _("Minutes a week")
    WEEKLY_LESSONS = "lessons", _("Lessons a week")
    FINISH_COURSE = "course", _("Finish a course by a date")


class GoalState(TextChoices):
    """How far a goal is; nobody sets it, it follows from what was done and from the date."""

    OPEN = "open", _("Under way")
    REACHED = "reached", _("Reached")
    LATE = "late", _("Reached after the date")
    MISSED = "missed", _("Missed")
