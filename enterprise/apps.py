"""The app of what a company owns besides its courses."""

from django.apps import AppConfig


class EnterpriseConfig(AppConfig):
    """Branding, departments, assignments and the read model of who is where in which course."""

    name = "enterprise"
    label = "enterprise"
