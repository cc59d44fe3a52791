"""What Celery finds: the one task that runs jobs, the sweeper, and the clock."""

from tenants.kernel import events, mail, texts
from tenants.kernel.jobs import run_job, sweep
from tenants.kernel.periodic import begin_periodic

# events, mail and texts register their jobs when imported.
__all__ = ["begin_periodic", "events", "mail", "run_job", "sweep", "texts"]
