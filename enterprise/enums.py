"""Words with a fixed meaning in this app."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Where a person is in a course they were given, in the order of the figures."""

    COMPLETED = "completed", _("Completed")
    ON_TRACK = "on_track", _("On track")
    AT_RISK = "at_risk", _("At risk")
    OVERDUE = "overdue", _("Overdue")


class Reason(models.TextChoices):
    """Why somebody is at risk or late, in the order in which it is told."""

    NEVER_OPENED = "never-opened", _("Not opened yet")
    QUIET = "quiet", _("No activity for a week or more")
    BEHIND = "behind", _("Behind the calendar")
