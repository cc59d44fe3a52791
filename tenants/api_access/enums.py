"""Words with a fixed meaning: kinds of tokens, and what a token may do."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TokenKind(models.TextChoices):
    """Whose a token is."""

    PERSONAL = "personal", _("Personal")
    SERVICE = "service", _("Service")


class Scope(models.TextChoices):
    """What a token may do: reading or writing in one area. Writing does not include reading.

    The values stand in tokens and in the API's description; they are never renamed.
    """

    ACCOUNT_READ = "account:read", _("Read one's own account")
    LEARNING_READ = "learning:read", _("Read progress and certificates of one's own")
    LEARNING_WRITE = "learning:write", _("Enrol and record progress of one's own")
    COURSES_READ = "courses:read", _("Read published courses")
    PEOPLE_READ = "people:read", _("Read people")
    PEOPLE_WRITE = "people:write", _("Change people")
    TEAMS_READ = "teams:read", _("Read teams")
    TEAMS_WRITE = "teams:write", _("Make and change teams")
    ASSIGNMENTS_READ = "assignments:read", _("Read assignments")
    ASSIGNMENTS_WRITE = "assignments:write", _("Make and change assignments")


# What belongs to a person, which a service is not.
OF_A_PERSON = frozenset({Scope.ACCOUNT_READ, Scope.LEARNING_READ, Scope.LEARNING_WRITE})
