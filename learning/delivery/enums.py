"""The closed lists of studying."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Source(TextChoices):
    """How somebody came to a course."""

    SELF = "self", _("Chose it")
    ASSIGNED = "assigned", _("Assigned")
    SEED = "seed", _("Demo data")


class EnrolmentState(TextChoices):
    """Where a learner stands with a course. `completed` is final: later versions do not undo it."""

    ACTIVE = "active", _("In progress")
    COMPLETED = "completed", _("Completed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class LessonState(TextChoices):
    """Where a learner stands with one lesson that they have opened."""

    STARTED = "started", _("Started")
    COMPLETED = "completed", _("Done")
