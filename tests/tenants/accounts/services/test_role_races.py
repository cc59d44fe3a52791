"""Roles taken back at the same moment: both have looked before either acts, and one is too late all the same."""

import os
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier, Event

import psycopg
import pytest
from django.db import connection, connections, transaction

from tenants.accounts import api, policies
from tenants.accounts.enums import Role
from tenants.accounts.models import RoleGrant, User
from tenants.accounts.selectors.person import owners_left
from tenants.kernel.errors import Refused
from tenants.kernel.models import AuditEntry
from tenants.schemas import TenantInfo, in_tenant
from tests.database import company
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.usefixtures("committed")
WITHIN = 60.0  # seconds, beside other tests on two cores


def take_back(tenant: TenantInfo, actor: User, target: User) -> str:
    """Take every role of somebody back, in a thread of its own; return what was said."""
    try:
        with in_tenant(tenant):
            # Powers read before, as a request has them.
            assert policies.is_admin(actor)
            api.set_roles(person_id=target.id, roles=[], actor=actor)
            return "done"
    except Refused as error:
        return error.code
    finally:
        connections.close_all()


@contextmanager
def rows_held(tenant: TenantInfo, people: list[User]) -> Iterator[None]:
    """Hold the rows of people, so that whoever wants to change them has looked at all else before."""
    held, over = Event(), Event()

    def hold() -> None:
        try:
            with in_tenant(tenant), transaction.atomic():
                list(User.objects.select_for_update().filter(id__in=[one.id for one in people]))
                held.set()
                over.wait(2 * WITHIN)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(hold)
        try:
            assert held.wait(WITHIN)
            yield
        finally:
            over.set()


def wait_for_waiting(number: int) -> None:
    """Return when so many transactions of the tests' database wait for a lock."""
    deadline = time.monotonic() + WITHIN
    query = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND wait_event_type = 'Lock'"
    with psycopg.connect(os.environ["ADMIN_DATABASE_URL"], autocommit=True) as admin:
        name = connection.settings_dict["NAME"]
        while admin.execute(query, [name]).fetchone() != (number,):
            assert time.monotonic() < deadline


def test_two_admins_who_have_both_looked_cannot_demote_each_other() -> None:
    acme = company("acme")
    with in_tenant(acme):
        one, two = (UserFactory(roles=[Role.ADMIN]) for _ in range(2))
    with ThreadPoolExecutor(2) as pool, rows_held(acme, [one, two]):
        said: list[Future[str]] = [
            pool.submit(take_back, acme, actor, target)
            for actor, target in ((one, two), (two, one))
        ]
        wait_for_waiting(2)
    assert sorted(future.result() for future in said) == ["done", "refused"]
    with in_tenant(acme):
        (left,) = RoleGrant.objects.filter(role=Role.ADMIN)
        entry = AuditEntry.objects.get()
        assert (entry.actor_id, entry.target_id) == (
            left.user_id,
            {one.id: two.id, two.id: one.id}[left.user_id],
        )


def test_two_owners_stepping_down_at_the_same_time_leave_one() -> None:
    acme = company("acme")
    with in_tenant(acme):
        owners = [UserFactory(roles=[Role.OWNER]) for _ in range(2)]
    start = Barrier(len(owners))

    def step_down(owner: User) -> str:
        with in_tenant(acme):
            # Both have seen that another owner is there before either goes.
            assert owners_left(without=owner.id) == 1
        start.wait(timeout=WITHIN)
        return take_back(acme, owner, owner)

    with ThreadPoolExecutor(len(owners)) as pool, rows_held(acme, owners):
        said = [pool.submit(step_down, owner) for owner in owners]
        wait_for_waiting(2)
    done = [future.result() for future in said]
    assert sorted(done) == ["done", "last_owner"]
    with in_tenant(acme):
        left = RoleGrant.objects.get(role=Role.OWNER)
        assert left.user_id == owners[done.index("last_owner")].id
        assert AuditEntry.objects.get().target_id == owners[done.index("done")].id
