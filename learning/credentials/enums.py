"""The words credentials are described with."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CertificateState(models.TextChoices):
    """How far the printed certificate is. The certificate itself holds from the moment it is issued."""

    ISSUED = "issued", _("Being prepared")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Delayed")


class CertificateFrame(models.TextChoices):
    """What is drawn around a certificate's words, in the issuer's colour."""

    BAND = "band", _("Band at the side")
    PLAIN = "plain", _("Plain")
    DOUBLE = "double", _("Double line")
    RIBBON = "ribbon", _("Ribbon and seal")
    CORNERS = "corners", _("Ornaments in the corners")


class StatusChange(models.TextChoices):
    """What may happen to a certificate after it was issued."""

    REVOKED = "revoked", _("Revoked")
    REINSTATED = "reinstated", _("Reinstated")


# "Certificate of completion" as it is put on paper beside the English, by language of the learner's name.
NATIVE_HEADINGS = {
    "hi": "समापन प्रमाणपत्र",
    "mr": "पूर्णता प्रमाणपत्र",
    "ta": "நிறைவுச் சான்றிதழ்",
    "te": "పూర్తి ధృవపత్రం",
    "bn": "সমাপ্তির শংসাপত্র",
}
