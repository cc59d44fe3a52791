"""The job runner's application: brokers by settings, tasks by each app's `tasks` module."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deploy.settings.prod")
app = Celery("smh")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
