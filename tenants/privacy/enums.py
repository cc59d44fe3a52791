"""The words privacy is kept in."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    """What a person agrees to, each apart from the others (DPDP Act 2023, section 6(1))."""

    TERMS = "terms", _("Terms of use")
    NOTICE = "notice", _("Privacy notice")
    ADULT = "adult", _("Being 18 or older")
    COMPANY = "company", _("Terms for companies")


class ArchiveState(models.TextChoices):
    """How far the copy of one's own data is."""

    WAITING = "waiting", _("Being made")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")
    EXPIRED = "expired", _("Deleted after its time")


class ErasureState(models.TextChoices):
    """Where a request to be forgotten stands."""

    ASKED = "asked", _("Waiting for a decision")
    WAITING = "waiting", _("Will be done")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Taken back")
    DECLINED = "declined", _("Declined")


OPEN_ERASURES = (ErasureState.ASKED, ErasureState.WAITING)
