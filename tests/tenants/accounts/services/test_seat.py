"""Seats: however many activations come at once, never more people than seats."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connections

from tenants.accounts import api
from tenants.accounts.models import SeatAllowance, User
from tenants.kernel.errors import Conflict
from tenants.schemas import TenantInfo, in_public, in_tenant
from tests.database import company
from tests.factories.accounts import InvitationFactory, SeatAllowanceFactory, UserFactory

RIVALS = 50


def _race(tenant: TenantInfo, acts: list[Callable[[], object]]) -> list[str]:
    """Run every act in a thread and transaction of its own, all at once; return what came of each."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        try:
            start.wait(timeout=30)
            with in_tenant(tenant):
                act()
        except Conflict as error:
            return error.code
        finally:
            connections.close_all()
        return "in"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


@pytest.mark.usefixtures("committed")
def test_fifty_rivals_for_the_last_seat() -> None:
    """By reactivation, invitation and import in turn: all of them go through the same lock."""
    acme = company("acme")
    with in_tenant(acme):
        sleepers = [UserFactory(is_active=False).id for _ in range(20)]
        tokens = [InvitationFactory().token for _ in range(20)]
        UserFactory()
        SeatAllowanceFactory(seats=2)

    def reactivate(person_id: UUID) -> Callable[[], object]:
        return lambda: api.reactivate_person(person_id=person_id, actor=None)

    def accept(token: str) -> Callable[[], object]:
        return lambda: api.accept_invitation(
            token=token, password="a sentence nobody guesses", name="X"
        )

    def create(number: int) -> Callable[[], object]:
        return lambda: api.create_person(name=f"New {number}", email=f"new{number}@example.com")

    acts = [
        *map(reactivate, sleepers),
        *map(accept, tokens),
        *map(create, range(RIVALS - 40)),
    ]
    assert _race(acme, acts) == ["in"] + ["no_seat"] * (RIVALS - 1)
    with in_tenant(acme):
        assert User.objects.filter(is_active=True).count() == 2


def test_seats_cut_below_use_deactivate_nobody(acme: TenantInfo) -> None:
    with in_tenant(acme):
        people = [UserFactory() for _ in range(3)]
        api.set_seats(seats=1)
        usage = api.seat_usage()
        assert usage is not None
        assert (usage.seats, usage.used, usage.free) == (1, 3, 0)
        assert User.objects.filter(is_active=True).count() == len(people)
        with pytest.raises(Conflict) as caught:
            api.create_person(name="One more")
        assert caught.value.code == "no_seat"
        assert User.objects.count() == 3


def test_who_is_deactivated_gives_the_seat_back(acme: TenantInfo) -> None:
    with in_tenant(acme):
        people = [UserFactory() for _ in range(2)]
        SeatAllowanceFactory(seats=2)
        with pytest.raises(Conflict):
            api.create_person(name="One more")
        api.deactivate_person(person_id=people[0].id, actor=None)
        usage = api.seat_usage()
        assert usage is not None
        assert (usage.used, usage.free) == (1, 1)
        api.create_person(name="One more")
        with pytest.raises(Conflict) as caught:
            api.reactivate_person(person_id=people[0].id, actor=None)
        assert caught.value.code == "no_seat"
        assert User.objects.filter(is_active=True).count() == 2


def test_a_company_without_a_row_has_the_first_allowance_not_an_endless_one(
    acme: TenantInfo,
) -> None:
    with in_tenant(acme):
        assert SeatAllowance.objects.count() == 0
        api.create_person(name="First")
        assert SeatAllowance.objects.get().seats == 100


def test_the_public_site_counts_no_seats(db: None) -> None:
    with in_public():
        api.create_person(name="Asha Menon", email="asha@example.com")
        assert api.seat_usage() is None
        assert SeatAllowance.objects.count() == 0
