"""The composition root as a Django app, for its management commands."""

from django.apps import AppConfig


class DeployConfig(AppConfig):
    """Registers the commands that need every app."""

    name = "deploy"
    label = "deploy"
