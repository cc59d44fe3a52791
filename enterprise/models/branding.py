"""Lives in: tenant only. What the company looks like."""

from django.db import models

from tenants.kernel.ids import uuid7

DEFAULT_COLOUR = "#1e40af"
# A value of learning.credentials' CertificateFrame.
DEFAULT_FRAME = "band"


class Branding(models.Model):
    """The company's colour, pictures, signatory and frame: one row, or none until the owner saves one."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Holds the table to one row: a second one would collide on it.
    only = models.BooleanField(default=True, editable=False, unique=True)
    # `colour` is what is worn everywhere; `asked_colour` what the admin chose, before white text
    # had to be readable on it.
    asked_colour = models.CharField(max_length=7, default=DEFAULT_COLOUR)
    colour = models.CharField(max_length=7, default=DEFAULT_COLOUR)
    logo_key = models.CharField(max_length=255, blank=True, default="")
    logo_digest = models.CharField(max_length=16, blank=True, default="")
    logo_width = models.PositiveIntegerField(default=0)
    logo_height = models.PositiveIntegerField(default=0)
    # Beside the form that one signs in with.
    picture_key = models.CharField(max_length=255, blank=True, default="")
    picture_digest = models.CharField(max_length=16, blank=True, default="")
    # What is drawn around a certificate's words, and behind them.
    frame = models.CharField(max_length=10, default=DEFAULT_FRAME)
    background_key = models.CharField(max_length=255, blank=True, default="")
    background_digest = models.CharField(max_length=16, blank=True, default="")
    signatory_name = models.CharField(max_length=120, blank=True, default="")
    signatory_title = models.CharField(max_length=120, blank=True, default="")
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.colour
