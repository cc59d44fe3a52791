"""The app's place in Django: label `registry`, in `public` alone."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    """Certificates of every company, as far as a passer-by may know them."""

    name = "tenants.registry"
    label = "registry"
    verbose_name = _("Certificate registry")
