"""The app's place in Django: label `privacy`, in every schema."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    """Consent, one's own data, erasure, retention and support access."""

    name = "tenants.privacy"
    label = "privacy"
    verbose_name = _("Privacy")
