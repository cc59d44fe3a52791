"""The composition root as a Django app, for its management commands."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

# Imported so that every process, not only the workers, knows which broker to write to.
from deploy.celery import app as celery_app

__all__ = ["DeployConfig", "celery_app"]


class DeployConfig(AppConfig):
    """Registers the commands that need every app."""

    name = "deploy"
    label = "deploy"

    def ready(self) -> None:
        """Load every app's jobs and events, so that any process can name them."""
        autodiscover_modules("tasks")
        autodiscover_modules("events")
