"""The app's place in Django: label `credentials`, one copy in every schema."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CredentialsConfig(AppConfig):
    """Certificates in `public` are the marketplace's; in a company's schema its own."""

    name = "learning.credentials"
    label = "credentials"
    verbose_name = _("Certificates")
