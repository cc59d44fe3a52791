"""Companies as a Django app: public only."""

from django.apps import AppConfig


class TenantsConfig(AppConfig):
    """Registers the directory of companies."""

    name = "tenants"
    label = "tenants"
    verbose_name = "Companies"
