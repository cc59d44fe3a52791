"""What Celery finds: the one task that runs jobs, the sweeper, the heartbeat."""

from tenants.kernel import events, mail
from tenants.kernel.heartbeat import beat
from tenants.kernel.jobs import run_job, sweep

# events and mail register their jobs when imported.
__all__ = ["beat", "events", "mail", "run_job", "sweep"]
