"""Lives in: every schema. Whose name, colour, logo and signature the next certificates carry."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from learning.credentials.enums import CertificateFrame
from tenants.kernel.ids import uuid7

HEX_COLOUR = RegexValidator(r"^#[0-9a-fA-F]{6}$", _("A colour is written as # and six digits."))


class CertificateTemplate(models.Model):
    """One row per schema. A company's branding feeds it; certificates copy it when they are issued."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Always 1 and unique: the database itself keeps it to one row.
    only = models.PositiveSmallIntegerField(default=1, editable=False)
    issuer_name = models.CharField(_("issuer"), max_length=160)
    colour = models.CharField(_("colour"), max_length=7, validators=[HEX_COLOUR])
    logo_key = models.CharField(max_length=300, blank=True)
    frame = models.CharField(max_length=10, choices=CertificateFrame, default=CertificateFrame.BAND)
    background_key = models.CharField(max_length=300, blank=True, default="")
    signatory_name = models.CharField(_("signed by"), max_length=120, blank=True)
    signatory_title = models.CharField(_("title of the signatory"), max_length=160, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["only"], name="credentials_one_template"),
            models.CheckConstraint(
                condition=models.Q(only=1), name="credentials_template_is_the_only_one"
            ),
        ]

    def __str__(self) -> str:
        return self.issuer_name
