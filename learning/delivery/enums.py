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


class Signature(TextChoices):
    """How a reviewer is named to others."""

    INITIALS = "initials", _("My initials")
    NAME = "name", _("My name")
    NOBODY = "nobody", _("Without a name")


class ReportReason(TextChoices):
    """Why somebody says that a review should not stand."""

    ABUSE = "abuse", _("It insults or threatens somebody")
    PERSONAL = "personal", _("It tells private things about a person")
    ADVERT = "advert", _("It is advertising")
    OFF_TOPIC = "off_topic", _("It is not about the course")
    FALSE = "false", _("It says something untrue")


class DecisionKind(TextChoices):
    """What a moderator did with a review."""

    HIDDEN = "hidden", _("Hidden")
    KEPT = "kept", _("Kept")
    UNDONE = "undone", _("Decision taken back")
