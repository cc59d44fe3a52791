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


class ProvisioningFault(models.TextChoices):
    """What held a company's setting up back, as the person who waits is told."""

    DISK_FULL = (
        "disk_full",
        _(
            "We have no room for a new company at this moment. Our staff know; we try again by ourselves."
        ),
    )
    UNREACHABLE = (
        "unreachable",
        _("Our database does not answer at this moment. We try again by ourselves."),
    )
    BUSY = "busy", _("Our database is very busy at this moment. We try again by ourselves.")
    OTHER = "other", _("Something went wrong; we are trying again by ourselves.")


class MigrationState(models.TextChoices):
    """How a walk through the companies, or its step at one of them, ended."""

    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class MigrationWay(models.TextChoices):
    """How a schema's migrations were applied."""

    SQL = "sql", _("As SQL collected once")
    DJANGO = "django", _("One by one")


class OrphanKind(models.TextChoices):
    """What the sweeper looks for."""

    SCHEMA = "schema", _("Schema")
    ROLE = "role", _("Role")


class Mover(models.TextChoices):
    """On whose word a company's standing changes."""

    OWNER = "owner", _("An owner")
    STAFF = "staff", _("Our staff")
    CLOCK = "clock", _("By date")
    SYSTEM = "system", _("Setting up")
    BILLING = "billing", _("Billing")


class NoticeKind(models.TextChoices):
    """What a company's owners are told of its life."""

    CHANGED = "changed", _("Its standing changed")
    COMING = "coming", _("A change is near")
    DOMAIN = "domain", _("A domain needs attention")


class ClaimState(models.TextChoices):
    """How far a company is with proving a domain."""

    PENDING = "pending", _("Waiting for proof")
    VERIFIED = "verified", _("Proven")
    FAILING = "failing", _("Proof is missing")
    OFF = "off", _("Switched off")
    EXPIRED = "expired", _("Expired")
    REMOVED = "removed", _("Removed")


class RequestOutcome(models.TextChoices):
    """What became of something a company asked for."""

    DONE = "done", _("Done")
    REFUSED = "refused", _("Refused")


class RelocationKind(models.TextChoices):
    """Why a company's data changes place: to another cluster, or to what a backup holds."""

    MOVE = "move"
    RESTORE = "restore"


class RelocationStep(models.TextChoices):
    """How far a company's data is on its way.

    Until `fenced` the old copy is in use, with `fenced` nobody may write to it, and from `switched` on
    the new copy is in use and the old one kept. The last three are ends.
    """

    STARTED = "started"
    COPIED = "copied"
    FENCED = "fenced"
    SWITCHED = "switched"
    CONFIRMED = "confirmed"
    UNDONE = "undone"
    GIVEN_UP = "given_up"
