"""Codes by phone on a device that its owner has used before: what strangers use up is not theirs."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tenants.accounts.models import PhoneCode
from tenants.accounts.services.phone_code import Asking
from tenants.kernel.clock import frozen, now
from tenants.kernel.errors import Refused
from tenants.schemas import TenantInfo, in_tenant
from tests.tenants.accounts.services.test_phone_code import (
    HERE,
    NUMBER,
    ask,
    check,
    newest_code,
    person,
)


@pytest.fixture
def inside(acme: TenantInfo) -> Iterator[TenantInfo]:
    with in_tenant(acme):
        yield acme


def test_a_stranger_cannot_use_up_what_the_owners_own_device_may_ask_for(
    inside: TenantInfo, settings
) -> None:
    settings.PHONE_CODES_PER_NUMBER_DAY = 1
    start = now()
    ask()
    with frozen(start + timedelta(minutes=20)):
        with pytest.raises(Refused):
            ask()
        ask(asking=Asking("b", "192.0.2.1", device="the id of a known device"))


def test_three_askings_of_a_stranger_keep_the_owners_own_device_waiting_no_minute(
    inside: TenantInfo,
) -> None:
    user = person()
    own = Asking(HERE.browser, "192.0.2.1", device="the id of a known device")
    start = now()
    for line in range(3):
        with frozen(start + timedelta(seconds=line)):
            ask(asking=Asking("a stranger's", f"198.51.100.{line}"))
            newest_code()
    with frozen(start + timedelta(seconds=9)):
        with pytest.raises(Refused):
            ask(asking=Asking("a stranger's", "198.51.100.9"))
        code_id = ask(asking=own)
        proved = check(code_id, newest_code())
    assert (proved.number, proved.user_id) == (NUMBER, user.id)


def test_a_known_device_gets_three_codes_in_ten_minutes_too(inside: TenantInfo) -> None:
    own = Asking(HERE.browser, "192.0.2.1", device="the id of a known device")
    for _time in range(3):
        ask(asking=own)
    with pytest.raises(Refused):
        ask(asking=own)
    assert PhoneCode.objects.count() == 3


@pytest.mark.parametrize("limit", ["PHONE_CODES_PER_PREFIX_HOUR", "PHONE_CODES_PER_COMPANY_HOUR"])
def test_strangers_cannot_use_up_what_known_devices_of_a_block_or_company_may_ask_for(
    inside: TenantInfo, settings, limit: str
) -> None:
    setattr(settings, limit, 2)
    for line in range(2):
        ask(f"+91987654000{line}", Asking("b", f"198.51.100.{line}"))
    with pytest.raises(Refused):
        ask("+919876540009", Asking("b", "198.51.100.9"))
    for line in range(2):
        ask(f"+91987654001{line}", Asking("b", "192.0.2.1", device=f"known {line}"))
    with pytest.raises(Refused):
        ask("+919876540019", Asking("b", "192.0.2.1", device="known 9"))
