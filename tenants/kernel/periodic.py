"""Jobs by the clock: beat says that the time has come, each schema gets the job as a row."""

from celery import shared_task
from django.conf import settings

from tenants.kernel.clockwork import Where
from tenants.kernel.directory import active_tenants
from tenants.kernel.jobs import enqueue, when_idle
from tenants.kernel.models import Job, JobState
from tenants.schemas import PUBLIC, TenantInfo, in_tenant, lives_here


@shared_task(name="kernel.begin_periodic")
def begin_periodic(*, name: str) -> None:
    """Give the job to every schema it runs in, unless one is waiting there already.

    Raises:
        KeyError: when the table has no such job.

    """
    for tenant in _schemas(settings.CLOCKWORK[name].where):
        with in_tenant(tenant), when_idle():
            if not Job.objects.filter(name=name, state=JobState.QUEUED).exists():
                enqueue(name)


def _schemas(where: Where) -> list[TenantInfo]:
    """Return those of this cluster: each has its own clock."""
    companies = [] if where is Where.PUBLIC else active_tenants()
    is_ours = where is not Where.COMPANIES and lives_here(PUBLIC)
    return [PUBLIC, *companies] if is_ours else companies
