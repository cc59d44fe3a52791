"""The words of the registry."""

from django.db import models


class ChangeKind(models.TextChoices):
    """What may become known about a certificate after it was entered."""

    RENDERED = "rendered"
    REVOKED = "revoked"
    REINSTATED = "reinstated"
