"""The proof of a website by a TXT record, asked of a real name server on loopback."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from public_site.enums import ReviewKind
from public_site.models import DomainProof
from public_site.services.review.draft import begin_application, save_step
from public_site.services.review.proof import check_record, proof_of
from tenants.accounts.models import User
from tenants.kernel.clock import frozen
from tenants.kernel.errors import Missing, Refused
from tenants.schemas import TenantInfo, in_public
from tests.factories.reviews import company_answers, consumer
from tests.tenants.services.conftest import Zone
from tests.tenants.services.conftest import zone as zone

MONDAY = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
NAME = "_sales-mastery-hub.vindhya.example"


@pytest.fixture
def who(public: TenantInfo, db: None) -> Any:
    with in_public():
        yield consumer()


@pytest.fixture
def own(who: User) -> dict[str, Any]:
    review_id = begin_application(kind=ReviewKind.COMPANY, applicant=who)
    answers = company_answers()["company"]
    save_step(review_id=review_id, applicant=who, step="company", answers=answers)
    return {"review_id": review_id, "applicant": who}


def looked(own: dict[str, Any], minutes: int) -> bool:
    with frozen(MONDAY + timedelta(minutes=minutes)):
        return check_record(**own)


def test_the_record_with_the_right_words_proves_it(own: dict[str, Any], zone: Zone) -> None:
    token = proof_of(**own).token
    assert not looked(own, 0)
    for minute, record in enumerate(
        (
            f"{NAME} TXT sales-mastery-hub=other",
            f"vindhya.example TXT sales-mastery-hub={token}",
            f"_sales-mastery-hub.other.example TXT sales-mastery-hub={token}",
            f"{NAME} TXT x-sales-mastery-hub={token}",
        ),
        start=1,
    ):
        zone.set(record)
        assert not looked(own, minute)
    zone.set(f"{NAME} TXT sales-mastery-hub={token}")
    assert looked(own, 9)
    proof = DomainProof.objects.get()
    assert (proof.method, proof.proven_at) == ("dns", MONDAY + timedelta(minutes=9))


def test_names_are_not_asked_for_without_pause(own: dict[str, Any], zone: Zone) -> None:
    assert not looked(own, 0)
    with pytest.raises(Refused):
        looked(own, 0)


def test_silence_of_the_resolvers_is_said_and_decides_nothing(
    own: dict[str, Any], settings: Any
) -> None:
    settings.DNS_RESOLVERS = ["127.0.0.1:9"]
    settings.DNS_TIMEOUT_SECONDS = 0.2
    with pytest.raises(Refused):
        looked(own, 0)
    assert DomainProof.objects.get().proven_at is None


def test_one_resolver_of_two_is_not_enough(own: dict[str, Any], zone: Zone, settings: Any) -> None:
    zone.set(f"{NAME} TXT sales-mastery-hub={proof_of(**own).token}")
    settings.DNS_RESOLVERS = [*settings.DNS_RESOLVERS, "127.0.0.1:9"]
    with pytest.raises(Refused):
        looked(own, 0)
    assert DomainProof.objects.get().proven_at is None


def test_nobody_proves_for_another(own: dict[str, Any], zone: Zone) -> None:
    with pytest.raises(Missing):
        check_record(review_id=own["review_id"], applicant=consumer())
