"""A process whose company is on one cluster and whose directory is on another."""

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from deploy.health import DIRECTORY_AWAY, is_ready, readiness
from tenants.accounts.enums import Role
from tenants.accounts.models import User
from tenants.enums import Mover, NoticeKind, TenantStatus
from tenants.kernel import events, jobs, periodic
from tenants.kernel.clock import now
from tenants.kernel.clockwork import Where
from tenants.kernel.directory import active_tenants, tenant_by_host
from tenants.kernel.models import HandledEvent, Job, JobState, OutboxDelivery
from tenants.middleware.host import hosts
from tenants.models import Domain, OwnerNotice, Tenant
from tenants.notify.models import Notification
from tenants.registry.models import RegistryEntry
from tenants.schemas import (
    LivesElsewhere,
    TenantInfo,
    current_schema,
    in_public,
    in_tenant,
)
from tenants.services import building, copying, moving
from tenants.services.erasure import begin_erasure
from tenants.services.life import add_notice, change_status
from tenants.services.migration import OWNER
from tests.database import company
from tests.factories.accounts import UserFactory
from tests.factories.credentials import certificate_for
from tests.tenants.services.west import WEST, directory_away, serving_west, west_cluster

SCHEMA = "c_westward0001"


@pytest.fixture(scope="module")
def west(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    with django_db_blocker.unblock(), west_cluster():  # type: ignore[attr-defined]
        yield


@pytest.fixture
def westco(committed: None, west: None) -> Iterator[TenantInfo]:
    """A company on the west cluster with an owner and a certificate whose events nobody delivered yet."""
    with in_public():
        row = Tenant.objects.create(
            schema_name=SCHEMA, name="West Tiles", slug="westco", status=TenantStatus.ACTIVE
        )
        Domain.objects.create(tenant=row, domain="westco.localhost", is_primary=True)
    building.make_schema(SCHEMA)
    with in_tenant(company("westco")):
        UserFactory(name="Olive", email="olive@westco.example", roles=[Role.OWNER])
        certificate_for(UserFactory(name="Lata"))
    moving.move_tenant(slug="westco", cluster="west")
    moving.confirm_move(slug="westco")
    yield company("westco")
    for alias in (OWNER, WEST):
        copying.erase_copy(alias, SCHEMA)


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        return str(cursor.fetchone()[0])


def _due_now() -> None:
    Job.objects.filter(state=JobState.QUEUED).update(run_after=now())


def test_public_is_another_cluster_and_reading_it_opens_no_way_to_write(westco: TenantInfo) -> None:
    with serving_west():
        with in_tenant(westco):
            here = _database()
            assert here.endswith("_west")
            with in_public():
                assert (current_schema(), _database() + "_west") == ("public", here)
                assert Tenant.objects.filter(slug="westco").exists()
            assert (_database(), User.objects.count() > 0) == (here, True)
        with in_tenant(westco), transaction.atomic():
            with pytest.raises(DatabaseError, match="read-only"), in_public():
                Tenant.objects.update(name="Taken over")
            assert User.objects.count() > 0
        with pytest.raises(LivesElsewhere, match="serves 'west'"), in_tenant(company("acme")):
            pass
    with in_public():
        assert not Tenant.objects.filter(name="Taken over").exists()


def test_an_event_reaches_the_registry_once_however_often_it_is_delivered(
    westco: TenantInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    with in_public():
        assert RegistryEntry.objects.count() == 0
    with serving_west(), in_tenant(westco):
        with monkeypatch.context() as broken:  # dies between its effect and its note of it
            broken.setattr(events, "now", _power_cut)
            jobs.run_due()
        assert OutboxDelivery.objects.filter(target="public", done_at__isnull=False).count() == 0
        _due_now()
        jobs.run_due()
        waiting = OutboxDelivery.objects.filter(target="public", done_at=None).count()
    assert waiting == 0
    with in_public():
        entry = RegistryEntry.objects.get()
        assert entry.tenant_id == westco.id
        assert HandledEvent.objects.filter(handler__endswith="on_certificate_issued").count() == 1


def _power_cut() -> None:
    raise RuntimeError("power cut")


def test_with_the_directory_away_events_wait_and_are_never_given_up(westco: TenantInfo) -> None:
    with serving_west():
        assert [tenant.slug for tenant in active_tenants()] == ["westco"]
        with in_tenant(westco), directory_away():
            for _ in range(10):
                _due_now()
                jobs.run_due(limit=50)
            deliveries = Job.objects.filter(name="kernel.deliver", arguments__has_key="delivery_id")
            assert set(
                deliveries.exclude(state=JobState.DONE).values_list("state", "attempts")
            ) == {(JobState.QUEUED, 0)}
        with in_tenant(westco):
            _due_now()
            jobs.run_due()
            assert not Job.objects.exclude(state=JobState.DONE).exists()
    with in_public():
        assert RegistryEntry.objects.count() == 1


def test_hosts_are_answered_where_they_live(westco: TenantInfo) -> None:
    def ask(host: str) -> tuple[int, str]:
        hosts.forget()
        answer = Client(headers={"host": host}).get("/account/login/")
        return answer.status_code, answer.get("X-Cluster", "")

    assert [ask("acme.localhost"), ask("westco.localhost")] == [(200, ""), (421, "west")]
    with serving_west():
        assert [ask("acme.localhost"), ask("localhost")] == [(421, "main"), (421, "main")]
        assert [ask("westco.localhost"), ask("nobody.localhost")] == [(200, ""), (404, "")]


def test_with_the_directory_away_known_companies_are_served_and_others_get_a_clear_answer(
    westco: TenantInfo,
) -> None:
    with serving_west():
        assert tenant_by_host("westco.localhost") is not None
        with directory_away():
            hosts.forget()
            known = Client(headers={"host": "westco.localhost"}).get("/account/login/")
            unknown = Client(
                headers={"host": "unheard.localhost"}, raise_request_exception=False
            ).get("/account/login/")
            report = readiness()
        assert (known.status_code, unknown.status_code) == (200, 503)
        assert unknown["Retry-After"] == "5"
        assert "Not available for a moment" in unknown.content.decode()
        assert (report["postgres"], report["directory"]) == ("ok", DIRECTORY_AWAY)
        assert is_ready({**report, "redis": "ok", "worker": "ok"}) is True
        assert is_ready({**report, "directory": "does not answer"}) is False


def test_each_cluster_has_its_own_clock(westco: TenantInfo) -> None:
    def begun(where: Where) -> list[str]:
        return [tenant.slug or "public" for tenant in periodic._schemas(where)]

    assert begun(Where.ALL) == ["public", "acme", "zenith"]
    with serving_west():
        assert (begun(Where.ALL), begun(Where.PUBLIC)) == (["westco"], [])


def test_what_owners_must_know_is_written_by_their_own_clusters_workers(westco: TenantInfo) -> None:
    with in_public(), transaction.atomic():
        add_notice(
            tenant_id=westco.id, kind=NoticeKind.DOMAIN, key="k", facts={"domain": "x.example", "what": "failing"}
        )  # fmt: skip
    with in_public():
        jobs.run_due()
        job = Job.objects.get(name="tenants.tell_owners")
        assert (job.state, job.cluster, job.attempts) == (JobState.QUEUED, "west", 0)
        assert jobs.perform(job.id) is None
    with serving_west():
        with in_public():
            assert [due for due, _queue in jobs.due_jobs(grace_seconds=0)] == [job.id]
            assert jobs.perform(job.id) == JobState.DONE
        with in_tenant(westco):
            assert Notification.objects.filter(kind="company.domain").count() == 1
    with in_public():
        assert OwnerNotice.objects.exclude(told_at=None).count() == 1


def test_a_company_of_another_cluster_is_erased_there(westco: TenantInfo) -> None:
    with in_public(), transaction.atomic():
        change_status(tenant_id=westco.id, target=TenantStatus.CLOSED, mover=Mover.OWNER)
    with in_public():
        Tenant.objects.filter(id=westco.id).update(status_until=now())
        begin_erasure(tenant_id=westco.id)
        jobs.run_due()
        job = Job.objects.get(name="tenants.erase")
        assert (job.state, job.cluster) == (JobState.QUEUED, "west")
    assert copying.is_there(WEST, SCHEMA)
