"""A company changes cluster: whole, once, with all its people wrote, whenever the power goes."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connections, transaction
from django.test import Client

from tenants.accounts.enums import Role
from tenants.accounts.models import User
from tenants.backend import contents
from tenants.backend.names import role_name
from tenants.enums import RelocationKind, RelocationStep, TenantStatus
from tenants.kernel.clock import now
from tenants.kernel.directory_news import DirectoryNews
from tenants.kernel.errors import Conflict
from tenants.kernel.models import AuditEntry, Job, JobState
from tenants.middleware.host import hosts
from tenants.models import Domain, Relocation, Tenant
from tenants.schemas import LivesElsewhere, TenantInfo, in_public, in_tenant
from tenants.services import building, copying, moving, relocating
from tenants.services.migration import OWNER
from tests.database import company
from tests.deploy.local.stacks import eventually
from tests.factories.accounts import UserFactory
from tests.tenants.services.west import WEST, cluster_of, may_write, rows_at, west_cluster

SCHEMA = "c_movable00001"
USERS = "accounts_user"


@pytest.fixture(scope="module")
def west(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    with django_db_blocker.unblock(), west_cluster():  # type: ignore[attr-defined]
        yield


@pytest.fixture
def movable(committed: None, west: None) -> Iterator[TenantInfo]:
    """A company with two people on the cluster of this process."""
    with in_public():
        row = Tenant.objects.create(
            schema_name=SCHEMA, name="Movable Tiles", slug="movable", status=TenantStatus.ACTIVE
        )
        Domain.objects.create(tenant=row, domain="movable.localhost", is_primary=True)
    building.make_schema(SCHEMA)
    tenant = company("movable")
    with in_tenant(tenant):
        UserFactory(name="Olive Owner", email="olive@movable.example", roles=[Role.OWNER])
        UserFactory(name="Lata")
    yield tenant
    for alias in (OWNER, WEST):
        copying.erase_copy(alias, SCHEMA)


def _steps() -> list[str]:
    with in_public():
        return [step for step, _at in Relocation.objects.get().history]


def _audited() -> list[str]:
    with in_public():
        return list(
            AuditEntry.objects.filter(target="movable")
            .order_by("id")
            .values_list("action", flat=True)
        )


def test_it_is_copied_switched_kept_and_confirmed(movable: TenantInfo) -> None:
    moved = moving.move_tenant(slug="movable", cluster="west")
    assert (moved.source, moved.target, moved.again) == ("main", "west", 0)
    assert (cluster_of("movable"), rows_at(WEST, SCHEMA, USERS), rows_at(OWNER, SCHEMA, USERS)) == (
        "west", 2, 2,
    )  # fmt: skip
    assert (may_write(WEST, SCHEMA), may_write(OWNER, SCHEMA)) == (True, False)
    with pytest.raises(LivesElsewhere), in_tenant(company("movable")):
        pass
    moving.confirm_move(slug="movable")
    assert (rows_at(WEST, SCHEMA, USERS), rows_at(OWNER, SCHEMA, USERS)) == (2, None)
    assert _steps() == ["started", "copied", "fenced", "switched", "confirmed"]
    assert _audited() == [f"tenants.move_{step}" for step in _steps()]


def test_whoever_remembers_its_host_hears_of_the_switch(movable: TenantInfo) -> None:
    heard = threading.Event()
    news = DirectoryNews(heard.set)
    news.listen()
    try:
        assert heard.wait(60)  # what changed before it listened
        heard.clear()
        moving.move_tenant(slug="movable", cluster="west")
        assert heard.wait(60)
    finally:
        news.stop()


def test_its_host_is_answered_421_here_and_told_where_it_lives(movable: TenantInfo) -> None:
    browser = Client(headers={"host": "movable.localhost"})
    assert browser.get("/account/login/").status_code == 200
    with in_public():
        Tenant.objects.filter(slug="movable").update(cluster="west")
    hosts.forget()
    answer = browser.get("/account/login/")
    assert (answer.status_code, answer["X-Cluster"]) == (421, "west")
    assert Client(headers={"host": "acme.localhost"}).get("/account/login/").status_code == 200


def test_what_is_written_while_it_is_copied_comes_along(
    movable: TenantInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = copying.copy_schema

    def copy_and_write(**places: str) -> object:
        copied = whole(**places)
        with in_tenant(movable), transaction.atomic():
            UserFactory(name="Late Leela")
        return copied

    monkeypatch.setattr(moving, "copy_schema", copy_and_write)
    moved = moving.move_tenant(slug="movable", cluster="west")
    assert moved.again >= 1
    assert rows_at(WEST, SCHEMA, USERS) == 3


def test_a_writer_waits_for_the_switch_and_is_then_refused_not_lost(
    movable: TenantInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome: list[str] = []
    waits = threading.Event()

    def write() -> None:
        try:
            with in_tenant(movable), transaction.atomic():
                waits.set()
                User.objects.filter(name="Lata").update(name="Lata Rao")
            outcome.append("kept")
        except DatabaseError as error:
            outcome.append(str(error.__cause__.sqlstate))  # type: ignore[union-attr]
        finally:
            connections.close_all()

    writer = threading.Thread(target=write)
    whole = moving.catch_up

    def catch_up_beside_a_writer(out: object, **places: str) -> list[str]:
        writer.start()
        waits.wait()
        assert eventually(lambda: _somebody_waits(out))
        return whole(out, **places)

    with monkeypatch.context() as beside:
        beside.setattr(moving, "catch_up", catch_up_beside_a_writer)
        moving.move_tenant(slug="movable", cluster="west")
    writer.join()
    assert outcome == ["42501"]
    moving.undo_move(slug="movable")
    with in_tenant(company("movable")):
        assert User.objects.filter(name="Lata").count() == 1


def _somebody_waits(cursor: Any) -> bool:
    cursor.execute(
        "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND relation = %s::regclass)",
        [f"{SCHEMA}.{USERS}"],
    )
    return bool(cursor.fetchone()[0])


@pytest.mark.parametrize(("on_its_way", "status"), [(True, 503), (False, 500)])
def test_who_is_refused_for_the_switch_is_told_to_try_again(
    movable: TenantInfo, on_its_way: bool, status: int
) -> None:
    with in_public():
        tenant = Tenant.objects.get(slug="movable")
    if on_its_way:
        row = relocating.begin(tenant, kind=RelocationKind.MOVE, source="main", target="west")
        relocating.advance(row, RelocationStep.COPIED)
        relocating.advance(row, RelocationStep.FENCED)
    with copying.writing(OWNER, SCHEMA) as (connection, cursor):
        contents.fence(cursor, SCHEMA, role_name(connection.database, SCHEMA))
    browser = Client(headers={"host": "movable.localhost"}, raise_request_exception=False)
    answer = browser.post("/account/login/", {"login": "olive@movable.example", "password": "no"})
    assert (answer.status_code, answer.get("Retry-After")) == (status, "5" if on_its_way else None)


def test_a_switch_that_fails_lets_the_writers_go_on(
    movable: TenantInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    def differs(out: object, **places: str) -> list[str]:
        raise Conflict("The copy is not the same: accounts_user (1 rows instead of 2).")

    monkeypatch.setattr(moving, "catch_up", differs)
    with pytest.raises(Conflict, match="accounts_user"):
        moving.move_tenant(slug="movable", cluster="west")
    assert (cluster_of("movable"), may_write(OWNER, SCHEMA)) == ("main", True)
    monkeypatch.undo()
    assert moving.move_tenant(slug="movable", cluster="west").rows > 0


def test_undone_it_is_back_with_what_was_written_since(movable: TenantInfo) -> None:
    moving.move_tenant(slug="movable", cluster="west")
    with connections[WEST].cursor() as cursor:
        connections[WEST].set_tenant(movable)
        cursor.execute(f"UPDATE {USERS} SET name = 'Lata Rao' WHERE name = 'Lata'")
        connections[WEST].set_tenant(None)
    moving.undo_move(slug="movable")
    assert (cluster_of("movable"), rows_at(WEST, SCHEMA, USERS)) == ("main", None)
    with in_tenant(company("movable")), transaction.atomic():
        assert User.objects.filter(name="Lata Rao").count() == 1
        UserFactory(name="Newcomer")
    assert _steps()[-1] == RelocationStep.UNDONE


def test_it_does_not_switch_under_a_running_job(
    movable: TenantInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "_TRIES", 1)
    with in_tenant(movable), transaction.atomic():
        job = Job.objects.create(
            name="kernel.send_mail", state=JobState.RUNNING, lease_until=now() + timedelta(hours=1)
        )
    with pytest.raises(Conflict, match=r"kernel\.send_mail"):
        moving.move_tenant(slug="movable", cluster="west")
    assert (cluster_of("movable"), may_write(OWNER, SCHEMA)) == ("main", True)
    with in_tenant(movable), transaction.atomic():
        Job.objects.filter(id=job.id).update(state=JobState.DONE)
    moving.move_tenant(slug="movable", cluster="west")


def _die_at(monkeypatch: pytest.MonkeyPatch, target: object, name: str, *, after: bool) -> None:
    whole: Callable[..., object] = getattr(target, name)

    def killed(*args: object, **kwargs: object) -> object:
        if after:
            whole(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)
        return None

    monkeypatch.setattr(target, name, killed)


def _in_a_process_that_dies(act: Callable[[], object]) -> None:
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            act()
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL


@pytest.mark.parametrize(
    ("place", "name", "after"),
    [
        (copying, "require_same", False),  # while it is copied
        (moving, "copy_schema", True),  # copied, not written down
        (moving, "catch_up", True),  # the same, under the lock
        (moving.contents, "fence", True),  # fenced, not committed
        (moving, "_hand_over", True),  # fenced, the directory knows nothing
    ],
)
def test_killed_at_any_step_it_is_whole_on_one_side_and_goes_on(
    movable: TenantInfo, monkeypatch: pytest.MonkeyPatch, place: object, name: str, after: bool
) -> None:
    with monkeypatch.context() as broken:
        _die_at(broken, place, name, after=after)
        _in_a_process_that_dies(lambda: moving.move_tenant(slug="movable", cluster="west"))
    assert (cluster_of("movable"), rows_at(OWNER, SCHEMA, USERS)) == ("main", 2)
    moving.move_tenant(slug="movable", cluster="west")
    assert (cluster_of("movable"), rows_at(WEST, SCHEMA, USERS)) == ("west", 2)
    with monkeypatch.context() as broken:
        _die_at(broken, relocating.audit, "record", after=False)
        _in_a_process_that_dies(lambda: moving.undo_move(slug="movable"))
    assert cluster_of("movable") == "west"
    moving.undo_move(slug="movable")
    assert (cluster_of("movable"), may_write(OWNER, SCHEMA)) == ("main", True)
    assert (rows_at(OWNER, SCHEMA, USERS), rows_at(WEST, SCHEMA, USERS)) == (2, None)


def test_given_up_before_the_switch_nothing_is_left(
    movable: TenantInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(moving, "_hand_over", _power_cut)
        with pytest.raises(RuntimeError):
            moving.move_tenant(slug="movable", cluster="west")
    assert rows_at(WEST, SCHEMA, USERS) == 2
    moving.undo_move(slug="movable")
    assert (rows_at(WEST, SCHEMA, USERS), cluster_of("movable")) == (None, "main")
    assert _steps() == ["started", "copied", "given_up"]


def _power_cut(*args: object, **kwargs: object) -> None:
    raise RuntimeError("power cut")


def test_a_cluster_that_is_away_is_named_and_nothing_is_begun(movable: TenantInfo) -> None:
    nowhere = f"{OWNER}@nowhere"
    connections.settings[nowhere] = {**connections.settings[OWNER], "HOST": "127.0.0.1", "PORT": 1}
    with pytest.raises(CommandError, match="Cluster 'nowhere' does not answer"):
        call_command("move_tenant", "movable", "nowhere")
    del connections.settings[nowhere]
    with in_public():
        assert Relocation.objects.count() == 0
    assert may_write(OWNER, SCHEMA)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nobody", "west"], "No company has the subdomain 'nobody'"),
        (["nobody", "--undo"], "No company has the subdomain 'nobody'"),
        (["movable", "east"], "No cluster 'east' is known here"),
        (["movable", "main"], "movable is on main already"),
        (["movable", "--confirm"], "No move of movable is under way"),
        (["movable"], "Say either where to"),
    ],
)
def test_what_makes_no_sense_is_said(movable: TenantInfo, arguments: list[str], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("move_tenant", *arguments)
    assert (cluster_of("movable"), rows_at(WEST, SCHEMA, USERS)) == ("main", None)
