"""The job runner's application: brokers by settings, tasks by each app's `tasks` module."""

import os
from typing import Any

from celery import Celery, bootsteps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deploy.settings.prod")
app = Celery("smh")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

HEARTBEAT_SECONDS = 5.0


class Heartbeat(bootsteps.StartStopStep):
    """Lets a worker leave the time in Redis, from its main process.

    Asked of the pool it would wait behind long jobs, and a busy worker would pass for a dead one.
    """

    requires = {"celery.worker.components:Timer"}

    def start(self, worker: Any) -> None:
        """Begin as soon as the worker's clock runs."""
        # Imported here because settings are not loaded when this module is.
        from tenants.kernel.heartbeat import beat

        beat(worker.app.amqp.queues.consume_from)
        worker.timer.call_repeatedly(
            HEARTBEAT_SECONDS, beat, args=(worker.app.amqp.queues.consume_from,)
        )


app.steps["worker"].add(Heartbeat)
