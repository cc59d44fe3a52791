"""What Celery finds: the one task that runs jobs, and the sweeper."""

from tenants.kernel import events, mail
from tenants.kernel.jobs import run_job, sweep

# events and mail register their jobs when imported.
__all__ = ["events", "mail", "run_job", "sweep"]
