"""Showing that a website is the company's."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from public_site.domains import clean_domain
from public_site.enums import ReviewKind
from public_site.models import DomainProof, Review
from public_site.services.review.draft import begin_application, save_step
from public_site.services.review.proof import MOST_TRIES, confirm_code, proof_of, send_code
from tenants.accounts.models import User
from tenants.kernel.clock import frozen
from tenants.kernel.errors import Invalid, Missing, Refused
from tenants.kernel.models import MailMessage
from tenants.schemas import TenantInfo, in_public
from tests.factories.reviews import company_answers, consumer, draft_of

MONDAY = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
WORK = "kaveri@vindhya.example"


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


def code() -> str:
    return MailMessage.objects.order_by("-created_at")[0].subject.split()[0]


def proof() -> DomainProof:
    return DomainProof.objects.get()


def test_the_code_that_arrives_proves_the_website(own: dict[str, Any]) -> None:
    with frozen(MONDAY):
        send_code(**own, email=f"  {WORK.upper()} ")
        assert MailMessage.objects.get().to == WORK
        assert code() not in proof().code_digest
        confirm_code(**own, code=f" {code()[:3]} {code()[3:]}")
    assert (proof().method, proof().proven_at, proof().domain) == (
        "email",
        MONDAY,
        "vindhya.example",
    )


@pytest.mark.parametrize(
    "email",
    ["kaveri@other.example", "kaveri@mail.vindhya.example", "kaveri@vindhya.example.evil.example",
     "kaveri@evilvindhya.example", "kaveri", "@vindhya.example", "a@b@vindhya.example",
     "kaveri@vindhya.example\nbcc: x@y.example"],
)  # fmt: skip
def test_only_an_address_at_that_very_domain_will_do(own: dict[str, Any], email: str) -> None:
    with pytest.raises(Invalid) as refusal:
        send_code(**own, email=email)
    assert refusal.value.field == "email"
    assert MailMessage.objects.count() == 0


def test_five_wrong_tries_use_a_code_up(own: dict[str, Any]) -> None:
    send_code(**own, email=WORK)
    right = code()
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    for left in range(MOST_TRIES - 1, -1, -1):
        with pytest.raises(Invalid) as refusal:
            confirm_code(**own, code=wrong)
        assert refusal.value.code == ("wrong" if left else "over")
    assert proof().tries == MOST_TRIES
    with pytest.raises(Invalid):
        confirm_code(**own, code=right)
    assert proof().proven_at is None


def test_a_code_expires(own: dict[str, Any]) -> None:
    with frozen(MONDAY):
        send_code(**own, email=WORK)
    with frozen(MONDAY + timedelta(minutes=30)), pytest.raises(Invalid):
        confirm_code(**own, code=code())
    assert proof().proven_at is None


def test_three_codes_in_ten_minutes_and_ten_a_day(own: dict[str, Any]) -> None:
    with frozen(MONDAY):
        for _time in range(3):
            send_code(**own, email=WORK)
        with pytest.raises(Refused):
            send_code(**own, email=WORK)
    sent = 3
    for quarter in range(1, 5):
        with frozen(MONDAY + timedelta(minutes=15 * quarter)):
            for _time in range(3):
                if sent < 10:
                    send_code(**own, email=WORK)
                    sent += 1
                else:
                    with pytest.raises(Refused):
                        send_code(**own, email=WORK)
    assert MailMessage.objects.count() == 10


def test_another_website_has_to_be_proven_anew_and_the_cap_stays(
    own: dict[str, Any], who: User
) -> None:
    send_code(**own, email=WORK)
    confirm_code(**own, code=code())
    token = proof().token
    other = company_answers(domain="other.example")["company"]
    save_step(**own, step="company", answers=other)
    again = proof_of(**own)
    assert (again.domain, again.proven_at, again.email) == ("other.example", None, "")
    assert again.token != token
    assert len(again.sent) == 1


def test_a_code_is_for_its_address(own: dict[str, Any]) -> None:
    send_code(**own, email=WORK)
    first = code()
    send_code(**own, email="rao@vindhya.example")
    if first != code():
        with pytest.raises(Invalid):
            confirm_code(**own, code=first)
    assert proof().proven_at is None


def test_instructors_and_strangers_have_no_website_to_prove(own: dict[str, Any]) -> None:
    other = consumer()
    with pytest.raises(Missing):
        send_code(review_id=own["review_id"], applicant=other, email=WORK)
    teaching = draft_of(other)
    with pytest.raises(Missing):
        send_code(review_id=teaching, applicant=other, email=WORK)
    assert Review.objects.count() == 2


@pytest.mark.parametrize(
    ("typed", "domain"),
    [
        ("https://www.Vindhya.example/jobs?x=1", "vindhya.example"),
        ("vindhya.example.", "vindhya.example"),
        ("विन्ध्य.example", "xn--l1bx0amu8e.example"),
    ],
)
def test_a_domain_is_found_in_what_was_typed(typed: str, domain: str) -> None:
    found = clean_domain(typed)
    assert found == domain or found.startswith("xn--")


@pytest.mark.parametrize(
    "typed",
    ["", "localhost", "gmail.com", "co.in", "10.0.0.1", "a..b", "-a.example", "a b.example"],
)
def test_what_is_nobodys_own_domain_is_refused(typed: str) -> None:
    with pytest.raises(Invalid) as refusal:
        clean_domain(typed)
    assert refusal.value.field == "domain"
