"""By the clock: stuck urgent messages change channel, old ones are forgotten."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail as outbox
from django.test import override_settings

from tenants.kernel.clock import frozen
from tenants.kernel.jobs import run_due
from tenants.kernel.mail import queue_mail
from tenants.notify.models import CompanyRules, Delivery, Notification
from tenants.notify.services import keeping
from tenants.notify.services.keeping import KEPT_DAYS, forget_old, turn_to_other_channels
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.notify import tell, tell_of_completion
from tests.tenants.notify.conftest import Outside

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
DOWN = {
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "EMAIL_HOST": "127.0.0.1",
    "EMAIL_PORT": 1,
}


@pytest.fixture(autouse=True)
def _inside(acme: TenantInfo) -> Iterator[None]:
    with in_tenant(acme), frozen(NOON):
        yield


@pytest.mark.parametrize(("wanted", "expected"), [(True, 1), (False, 0)])
def test_a_stuck_urgent_mail_goes_another_way_once_and_still_arrives(
    outside: Outside, wanted: bool, expected: int
) -> None:
    CompanyRules.objects.create(falls_back=wanted)
    asha = UserFactory()
    with override_settings(**DOWN):
        tell(asha)
        run_due()
        outside.device().sign_up(asha)
        assert turn_to_other_channels() == 0, "not before a quarter of an hour"
        with frozen(NOON + timedelta(minutes=16)):
            assert turn_to_other_channels() == expected
            run_due()
            assert turn_to_other_channels() == 0
    assert len(outside.arrived("push")) == expected
    with frozen(NOON + timedelta(minutes=60)):
        run_due()
    assert len(outbox.outbox) == 1


def test_what_can_wait_waits(outside: Outside) -> None:
    CompanyRules.objects.create(falls_back=True)
    ravi = UserFactory()
    outside.device().sign_up(ravi)
    with override_settings(**DOWN):
        tell_of_completion(ravi)
        run_due()
        with frozen(NOON + timedelta(minutes=16)):
            assert turn_to_other_channels() == 0


def test_old_messages_and_lines_are_forgotten_and_young_ones_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(keeping, "_AT_ONCE", 2)
    asha = UserFactory(email="asha@acme.example")
    old = NOON - timedelta(days=KEPT_DAYS, minutes=1)
    with frozen(old):
        for number in range(3):
            tell(asha, key=f"old{number}")
        queue_mail(to=asha.email or "", template="account_password_reset", context={"url": "/x/"})
        run_due()
    with frozen(NOON - timedelta(days=KEPT_DAYS - 1)):
        tell(asha, key="young")
        run_due()
    assert forget_old() > 0
    assert [row.dedupe_key for row in Notification.objects.all()] == ["young"]
    assert set(Delivery.objects.values_list("notification__dedupe_key", flat=True)) == {"young"}
    assert forget_old() == 0
