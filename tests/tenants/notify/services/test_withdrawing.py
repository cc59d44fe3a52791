"""What was told and no longer holds is taken back as far as it has not gone out."""

import pytest

from tenants.accounts.models import User
from tenants.kernel.jobs import run_due
from tenants.kernel.models import MailMessage, MailState
from tenants.notify.models import Delivery, Notification
from tenants.notify.services.dispatching import dispatch
from tenants.notify.services.withdrawing import withdraw
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.notify import tell

pytestmark = pytest.mark.django_db


def bell(user: User) -> int:
    return User.objects.get(id=user.id).unread_notifications


def test_before_anything_was_decided_nothing_is_left(acme: TenantInfo) -> None:
    with in_tenant(acme):
        asha, ravi = UserFactory(), UserFactory()
        tell(asha, key="one")
        tell(ravi, key="other")
        withdraw(dedupe_key="one")
        run_due()
        assert list(MailMessage.objects.values_list("to", flat=True)) == [ravi.email]
        assert (bell(asha), bell(ravi)) == (0, 1)


def test_a_mail_in_the_outbox_is_stopped_and_the_log_says_why(acme: TenantInfo) -> None:
    with in_tenant(acme):
        asha = UserFactory()
        tell(asha, key="one")
        dispatch(notification_ids=[Notification.objects.get().id])
        assert bell(asha) == 1
        withdraw(dedupe_key="one")
        assert MailMessage.objects.get().state == MailState.CANCELLED
        row = Delivery.objects.get(channel="mail")
        assert (row.state, row.reason, row.notification_id) == ("suppressed", "withdrawn", None)
        assert (bell(asha), Notification.objects.count()) == (0, 0)
        run_due()
        assert MailMessage.objects.get().state == MailState.CANCELLED


def test_what_went_out_stays_in_the_log(acme: TenantInfo) -> None:
    with in_tenant(acme):
        tell(UserFactory(), key="one")
        run_due()
        withdraw(dedupe_key="one")
        assert Delivery.objects.get(channel="mail").state == "sent"
        assert MailMessage.objects.get().state == MailState.SENT
