"""Words with a fixed meaning: what a learner wants, brings along, and how far a skill check is."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Goal(TextChoices):
    """What somebody is here for."""

    ROLE = "role", _("A new job or role")
    SKILLS = "skills", _("Get better at what I do")
    CERTIFICATE = "certificate", _("A certificate to show")


class Experience(TextChoices):
    """Years of selling."""

    FRESHER = "fresher", _("None yet")
    JUNIOR = "junior", _("1–3 years")
    MIDDLE = "middle", _("4–8 years")
    SENIOR = "senior", _("More than 8 years")


class WeeklyTime(IntegerChoices):
    """Minutes a week that somebody wants to give."""

    HALF_HOUR = 30, _("Half an hour")
    ONE_HOUR = 60, _("One hour")
    TWO_HOURS = 120, _("Two hours")
    FOUR_HOURS = 240, _("Four hours or more")


class ProfileStep(TextChoices):
    """The questions of the welcome, in their order."""

    GOAL = "goal", _("Goal")
    EXPERIENCE = "experience", _("Experience")
    INDUSTRY = "industry", _("Kind of selling")
    LANGUAGE = "language", _("Language")
    TIME = "time", _("Time")


class CheckState(TextChoices):
    """How far a skill check is."""

    OPEN = "open", _("Begun")
    FINISHED = "finished", _("Finished")
