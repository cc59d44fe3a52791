"""Words for a company's life."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TenantStatus(models.TextChoices):
    """How a company stands. From `trial` to `closed` its schema exists."""

    PROVISIONING = "provisioning", _("Being set up")
    TRIAL = "trial", _("Trial")
    ACTIVE = "active", _("Active")
    PAST_DUE = "past_due", _("Payment due")
    SUSPENDED = "suspended", _("Suspended")
    CLOSED = "closed", _("Closed")
    ERASED = "erased", _("Erased")
    FAILED = "failed", _("Could not be set up")


class ProvisioningStep(models.TextChoices):
    """What provisioning is doing; each is shown to the person who waits."""

    WAITING = "waiting", _("Waiting for a worker")
    SCHEMA = "schema", _("Making your own database")
    OWNER = "owner", _("Creating the owner's account")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Could not be finished")
