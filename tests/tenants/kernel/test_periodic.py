"""The clock: each schema that is meant gets the job, once."""

import pytest
from celery import current_app
from django.conf import LazySettings

from tenants.enums import TenantStatus
from tenants.kernel import jobs
from tenants.kernel.clockwork import Every, Where, beat_schedule
from tenants.kernel.models import Job, JobState
from tenants.kernel.periodic import begin_periodic
from tenants.models import Tenant
from tenants.schemas import PUBLIC, TenantInfo, in_public, in_tenant

NAME = "tests.tidy"


@jobs.job(NAME)
def tidy() -> None:
    """Nothing to do."""


def queued(tenant: TenantInfo) -> int:
    with in_tenant(tenant):
        return Job.objects.filter(name=NAME, state=JobState.QUEUED).count()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("where", "expected"),
    [(Where.PUBLIC, (1, 0, 0)), (Where.COMPANIES, (0, 1, 1)), (Where.ALL, (1, 1, 1))],
)
def test_each_schema_that_is_meant_gets_it_once(
    acme: TenantInfo,
    zenith: TenantInfo,
    settings: LazySettings,
    where: Where,
    expected: tuple[int, int, int],
) -> None:
    settings.CLOCKWORK = {NAME: Every(hours=1, where=where)}
    for _again in range(2):
        begin_periodic(name=NAME)
        assert (queued(PUBLIC), queued(acme), queued(zenith)) == expected
    for tenant in (PUBLIC, acme, zenith):
        with in_tenant(tenant):
            jobs.run_due()
    begin_periodic(name=NAME)
    assert (queued(PUBLIC), queued(acme), queued(zenith)) == expected


@pytest.mark.django_db
def test_a_company_that_is_gone_gets_none(
    acme: TenantInfo, zenith: TenantInfo, settings: LazySettings
) -> None:
    settings.CLOCKWORK = {NAME: Every(minutes=5, where=Where.COMPANIES)}
    with in_public():
        Tenant.objects.filter(id=zenith.id).update(status=TenantStatus.ERASED)
    begin_periodic(name=NAME)
    assert (queued(acme), queued(zenith)) == (1, 0)


def test_beat_knows_every_job_of_the_table(settings: LazySettings) -> None:
    table = {NAME: Every(hours=1, minutes=30, where=Where.ALL)}
    assert beat_schedule(table) == {
        NAME: {
            "task": "kernel.begin_periodic",
            "kwargs": {"name": NAME},
            "schedule": 5400.0,
            "options": {"expires": 5400.0},
        }
    }
    assert "kernel.begin_periodic" in current_app.tasks
    assert settings.CLOCKWORK.keys() <= settings.CELERY_BEAT_SCHEDULE.keys()


def test_every_periodic_job_is_registered(settings: LazySettings) -> None:
    current_app.loader.import_default_modules()
    assert [name for name in settings.CLOCKWORK if name not in jobs._jobs] == []
