"""Counting guesses made at once, one after the other, and over time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections, transaction

from tenants.accounts.models import GuessCount
from tenants.accounts.services.guess import (
    Limit,
    forget_old_guesses,
    give_guess_back,
    spend_guess,
)
from tenants.kernel import clock
from tenants.kernel.errors import Refused
from tenants.schemas import TenantInfo, in_tenant
from tests.database import company

HOUR = timedelta(hours=1)
RIVALS = 20


def limit(allowed: int, subject: str = "meena") -> Limit:
    return Limit("password.pair", subject, allowed, HOUR)


@pytest.mark.usefixtures("committed")
def test_of_many_at_once_no_more_than_allowed_are_looked_at() -> None:
    acme = company("acme")
    start = Barrier(RIVALS)

    def guess(_number: int) -> bool:
        try:
            start.wait()
            with in_tenant(acme), transaction.atomic():
                spend_guess([limit(5), limit(8, "network")])
        except Refused:
            return False
        finally:
            for connection in connections.all():
                connection.close()
        return True

    with ThreadPoolExecutor(RIVALS) as pool:
        assert sum(pool.map(guess, range(RIVALS))) == 5
    with in_tenant(acme):
        # What one limit refused is not counted against the other.
        assert sorted(GuessCount.objects.values_list("guesses", flat=True)) == [5, 5]


def test_a_refusal_outlives_the_transaction_it_undid(acme: TenantInfo) -> None:
    """A 4xx commits; only what a service undoes for itself is undone, and this is not in it."""
    with in_tenant(acme):
        spend_guess([limit(1)])
        with pytest.raises(Refused) as caught:
            spend_guess([limit(1)])
        assert (caught.value.code, GuessCount.objects.get().guesses) == ("too_many", 1)
        assert "60 min" in str(caught.value.message)


def test_a_right_guess_is_given_back_and_a_window_ends(acme: TenantInfo) -> None:
    with in_tenant(acme):
        for _again in range(3):
            spend_guess([limit(1)])
            give_guess_back([limit(1)])
        give_guess_back([limit(1)])
        assert GuessCount.objects.get().guesses == 0
        spend_guess([limit(1)])
        with clock.frozen(clock.now() + HOUR + timedelta(seconds=1)):
            spend_guess([limit(1)])
            assert GuessCount.objects.get().guesses == 1
        with clock.frozen(clock.now() + HOUR * 3):
            assert forget_old_guesses() == 1
        assert GuessCount.objects.count() == 0
