"""What goes by itself: when its days are over, not a day before, and nothing that is kept."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session

from tenants.accounts.models import SignInRecord
from tenants.kernel import clock
from tenants.kernel.models import AuditEntry, MailMessage
from tenants.privacy.services.retention import keep_house, shorten_logs
from tenants.schemas import TenantInfo, in_tenant
from tests.database import company

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def mail(days_old: int) -> None:
    MailMessage.objects.create(
        to="a@example.com", template="t", subject="s", created_at=NOW - timedelta(days=days_old)
    )


@pytest.mark.django_db
def test_mails_and_sessions_go_when_their_time_is_over(acme: TenantInfo) -> None:
    with in_tenant(acme), clock.frozen(NOW):
        for days in (179, 181, 400):
            mail(days)
        for hours in (-1, 1):
            Session.objects.create(
                session_key=f"k{hours}", session_data="", expire_date=NOW + timedelta(hours=hours)
            )
        assert keep_house() == {"sessions.Session": 1, "kernel.MailMessage": 2}
        assert MailMessage.objects.count() == 1
        assert keep_house() == {}


@pytest.mark.usefixtures("committed")
def test_rows_that_may_only_be_added_go_over_the_owners_connection() -> None:
    acme, zenith = company("acme"), company("zenith")
    for tenant in (acme, zenith):
        with in_tenant(tenant):
            for days in (399, 401):
                SignInRecord.objects.create(
                    user_id=uuid4(), method="password", outcome="ok", at=NOW - timedelta(days=days)
                )
    with in_tenant(acme), clock.frozen(NOW):
        AuditEntry.objects.create(action="old.deed", at=NOW - timedelta(days=4000))
        assert keep_house() == {}
        assert shorten_logs() == {"accounts.SignInRecord": 1}
        assert AuditEntry.objects.count() == 1
        assert SignInRecord.objects.count() == 1
    with in_tenant(zenith):
        assert SignInRecord.objects.count() == 2
