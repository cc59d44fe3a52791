"""The app's place in Django: label `api_access`, in every schema."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiAccessConfig(AppConfig):
    """Who may call the API and how often: tokens, rate limits, idempotency keys."""

    name = "tenants.api_access"
    label = "api_access"
    verbose_name = _("API access")
