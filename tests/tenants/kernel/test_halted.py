"""Jobs and mails of a company that is suspended or closed: they wait, but for its owners'."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tenants.accounts.enums import Role
from tenants.kernel import clock, jobs
from tenants.kernel.jobs import enqueue, job
from tenants.kernel.mail import queue_mail
from tenants.kernel.models import Job, JobState, MailMessage, MailState
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
done: list[str] = []


@job("tests.everyday")
def everyday(*, word: str) -> None:
    done.append(word)


@job("tests.always", when_halted=True)
def always(*, word: str) -> None:
    done.append(word)


@pytest.mark.parametrize("status", ["suspended", "closed"])
def test_jobs_wait_and_go_on_afterwards(acme: TenantInfo, status: str) -> None:
    done.clear()
    with in_tenant(replace(acme, status=status)):
        enqueue("tests.everyday", word="everyday")
        enqueue("tests.always", word="always")
        jobs.run_due()
        assert done == ["always"]
        waiting = Job.objects.get(name="tests.everyday")
        assert (waiting.state, waiting.attempts) == (JobState.QUEUED, 0)
    with in_tenant(acme), clock.frozen(clock.now() + timedelta(minutes=11)):
        jobs.run_due()
    assert done == ["always", "everyday"]


def test_only_owners_get_mail_meanwhile(acme: TenantInfo, mailoutbox: list[object]) -> None:
    with in_tenant(replace(acme, status="suspended")):
        UserFactory(name="Olive", email="olive@example.com", roles=[Role.OWNER])
        UserFactory(name="Adil", email="adil@example.com", roles=[Role.ADMIN])
        for to in ("olive@example.com", "adil@example.com", "stranger@example.com"):
            queue_mail(
                to=to,
                template="company_ready",
                context={"name": "", "origin": "https://acme.example"},
            )
        jobs.run_due()
        assert dict(MailMessage.objects.values_list("to", "state")) == {
            "olive@example.com": MailState.SENT,
            "adil@example.com": MailState.QUEUED,
            "stranger@example.com": MailState.QUEUED,
        }
    assert len(mailoutbox) == 1
