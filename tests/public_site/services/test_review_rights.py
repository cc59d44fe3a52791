"""Who may do what with an application, once, and at which moment; also two at once."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from public_site.enums import ReviewKind
from public_site.forms.sending import check_answers
from public_site.models import (
    Review,
    ReviewEntry,
    VerifiedEmployer,
)
from public_site.selectors.application import application_of
from public_site.services.review.decision import (
    approve_application,
    ask_applicant,
    decline_application,
    undo_decision,
)
from public_site.services.review.draft import begin_application, save_step
from public_site.services.review.handling import (
    add_note,
    claim_review,
    release_review,
    take_over_review,
)
from public_site.services.review.submission import (
    answer_questions,
    save_replies,
    send_application,
    withdraw_application,
)
from public_site.terms import terms_for
from tenants.accounts.enums import Role
from tenants.accounts.models import RoleGrant, User
from tenants.kernel.errors import Conflict, DomainError, Invalid, Missing, Refused
from tenants.schemas import PUBLIC, TenantInfo, in_public, in_tenant
from tests.factories.reviews import (
    consumer,
    draft_of,
    reviewer,
    sent_by,
    taken_by,
)
from tests.public_site.services.reviewing import EXPLAINED, decline, reply, roles, state


@pytest.fixture(autouse=True)
def inside(public: TenantInfo, db: None) -> Any:
    with in_public():
        yield


def test_a_decision_is_made_once() -> None:
    staff = reviewer()
    review = taken_by(staff)
    seen = review.revision
    approve_application(review_id=review.id, actor=staff, revision=seen)
    before = state(review)
    with pytest.raises(Conflict):
        approve_application(review_id=review.id, actor=staff, revision=seen)
    with pytest.raises(Conflict):
        decline(review, staff, revision=seen)
    assert state(review) == before


def test_an_old_form_does_not_decide_what_has_changed_since() -> None:
    staff = reviewer()
    review = taken_by(staff)
    seen = review.revision
    ask_applicant(review_id=review.id, actor=staff, questions=["Where?"], revision=seen)
    reply(review, "In Pune.")
    before = state(review)
    with pytest.raises(Conflict):
        approve_application(review_id=review.id, actor=staff, revision=seen)
    assert state(review) == before


def test_who_has_it_decides_it() -> None:
    staff, colleague = reviewer(), reviewer()
    review = taken_by(staff)
    before = state(review)
    for act in (
        lambda: claim_review(review_id=review.id, actor=colleague),
        lambda: release_review(review_id=review.id, actor=colleague),
        lambda: decline(review, colleague),
    ):
        with pytest.raises((Conflict, Refused)):
            act()
    assert state(review) == before
    take_over_review(review_id=review.id, actor=colleague)
    with pytest.raises(Refused):
        decline(review, staff)
    decline(review, colleague)
    kinds = ReviewEntry.objects.filter(review=review, is_internal=True)
    assert set(kinds.values_list("kind", flat=True)) == {"claimed", "taken_over"}


@pytest.mark.parametrize("who", ["applicant", "consumer", "instructor", "own"])
def test_nobody_but_staff_reviews_and_nobody_their_own(who: str) -> None:
    staff = reviewer()
    if who == "own":
        # Staff imply the instructor's role, so this one applied before they were hired.
        actor = consumer()
        review = sent_by(actor)
        RoleGrant.objects.create(user=actor, role=Role.STAFF)
        actor = User.objects.get(id=actor.id)
    else:
        review = taken_by(staff)
        actor = {
            "applicant": lambda: review.applicant,
            "consumer": consumer,
            "instructor": lambda: consumer(),
        }[who]()
        if who == "instructor":
            RoleGrant.objects.create(user=actor, role=Role.INSTRUCTOR)
            actor = User.objects.get(id=actor.id)
    before = state(review)
    revision = review.revision
    for act in (
        lambda: claim_review(review_id=review.id, actor=actor),
        lambda: take_over_review(review_id=review.id, actor=actor),
        lambda: add_note(review_id=review.id, actor=actor, text="Good."),
        lambda: approve_application(review_id=review.id, actor=actor, revision=revision),
        lambda: ask_applicant(review_id=review.id, actor=actor, questions=["?"], revision=revision),
        lambda: decline(review, actor),
        lambda: undo_decision(review_id=review.id, actor=actor, reason="x", revision=revision),
    ):
        with pytest.raises(Refused):
            act()
    assert state(review) == before


def test_another_persons_application_does_not_exist() -> None:
    review, other = sent_by(consumer()), consumer()
    before = state(review)
    answers = check_answers(review.kind, review.answers).answers
    version = terms_for(review.kind).version
    own: dict[str, Any] = {"review_id": review.id, "applicant": other}
    for act in (
        lambda: save_step(**own, step="profile", answers={"bio": "Mine now."}),
        lambda: send_application(**own, answers=answers, terms_version=version),
        lambda: save_replies(**own, replies={}),
        lambda: answer_questions(**own, answers=answers, terms_version=version),
        lambda: withdraw_application(**own),
    ):
        with pytest.raises(Missing):
            act()
    assert state(review) == before


def test_a_draft_is_no_reviewers_business() -> None:
    review_id, staff = draft_of(consumer()), reviewer()
    with pytest.raises(Missing):
        claim_review(review_id=review_id, actor=staff)


def test_notes_are_never_the_applicants() -> None:
    staff = reviewer()
    review = taken_by(staff)
    add_note(review_id=review.id, actor=staff, text="Ask Vinod about this one.")
    info = application_of(review.applicant_id, ReviewKind.INSTRUCTOR)
    assert info is not None
    assert "Vinod" not in str(info.history)
    assert [line.is_internal for line in info.history] == [False]


def test_withdrawn_is_over_and_a_new_one_may_begin() -> None:
    review = sent_by(consumer())
    withdraw_application(review_id=review.id, applicant=review.applicant)
    with pytest.raises(Conflict):
        claim_review(review_id=review.id, actor=reviewer())
    again = begin_application(kind=ReviewKind.INSTRUCTOR, applicant=review.applicant)
    assert again != review.id


def test_a_company_becomes_a_verified_employer_once() -> None:
    staff = reviewer()
    first = taken_by(staff, ReviewKind.COMPANY)
    second = taken_by(staff, ReviewKind.COMPANY)
    approve_application(review_id=first.id, actor=staff, revision=first.revision)
    employer = VerifiedEmployer.objects.get()
    assert (employer.name, employer.slug, employer.recruiter_id) == (
        "Vindhya Homes Pvt Ltd", "vindhya-homes-pvt-ltd", first.applicant_id,
    )  # fmt: skip
    assert roles(first.applicant) == {Role.CONSUMER, Role.RECRUITER}
    with pytest.raises(Conflict):
        approve_application(review_id=second.id, actor=staff, revision=second.revision)
    second.refresh_from_db()
    assert (second.state, roles(second.applicant)) == ("waiting", {Role.CONSUMER})
    third = draft_of(consumer(), ReviewKind.COMPANY)
    row = Review.objects.get(id=third)
    with pytest.raises(Invalid) as refusal:
        send_application(
            review_id=third,
            applicant=row.applicant,
            answers=check_answers(row.kind, row.answers).answers,
            terms_version=terms_for(row.kind).version,
        )
    assert refusal.value.field == "company"
    first.refresh_from_db()
    undo_decision(review_id=first.id, actor=staff, reason="Forged.", revision=first.revision)
    assert roles(first.applicant) == {Role.CONSUMER}
    assert VerifiedEmployer.objects.get().withdrawn_at is not None
    approve_application(review_id=second.id, actor=staff, revision=second.revision)
    assert set(VerifiedEmployer.objects.values_list("slug", flat=True)) == {
        "vindhya-homes-pvt-ltd", "vindhya-homes-pvt-ltd-2",
    }  # fmt: skip


def test_a_changed_website_is_not_proven_any_more() -> None:
    who = consumer()
    review = Review.objects.get(id=draft_of(who, ReviewKind.COMPANY))
    answers = check_answers(review.kind, review.answers).answers
    answers["company"]["domain"] = "other.example"
    with pytest.raises(Invalid) as refusal:
        send_application(
            review_id=review.id,
            applicant=who,
            answers=answers,
            terms_version=terms_for(review.kind).version,
        )
    assert refusal.value.field == "proof"


def at_once(acts: list[Any]) -> list[str]:
    def run(act: Any) -> str:
        try:
            with in_tenant(PUBLIC):
                act()
        except DomainError as error:
            return type(error).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


class TestAtOnce:
    """Two people press at the same moment, in transactions of their own."""

    @pytest.fixture(autouse=True)
    def inside(self, committed: None) -> None:
        """Take the place of the module's fixture, whose transaction would hide the race."""

    @pytest.fixture
    def review(self) -> UUID:
        with in_public():
            return sent_by(consumer()).id

    def test_two_reviewers_claim_and_one_has_it(self, review: UUID) -> None:
        with in_public():
            people = [reviewer(), reviewer()]
        acts = [lambda who=who: claim_review(review_id=review, actor=who) for who in people]
        assert at_once(acts) == ["Conflict", "done"]
        with in_public():
            assert ReviewEntry.objects.filter(kind="claimed").count() == 1

    def test_two_decisions_are_one(self, review: UUID) -> None:
        with in_public():
            staff = reviewer()
            claim_review(review_id=review, actor=staff)
            row = Review.objects.select_related("applicant").get(id=review)
        acts = [
            lambda: approve_application(review_id=review, actor=staff, revision=row.revision),
            lambda: decline_application(
                review_id=review,
                actor=staff,
                reasons=["sample"],
                message=EXPLAINED,
                reapply_days=0,
                revision=row.revision,
            ),
        ]
        assert at_once(acts) == ["Conflict", "done"]
        with in_public():
            made = Review.objects.get(id=review)
            assert ReviewEntry.objects.filter(kind__in=("approved", "declined")).count() == 1
            assert (Role.INSTRUCTOR in roles(row.applicant)) == (made.state == "approved")

    def test_two_beginnings_are_one_application(self) -> None:
        with in_public():
            who = consumer()
        act = lambda: begin_application(kind=ReviewKind.INSTRUCTOR, applicant=who)  # noqa: E731
        assert at_once([act, act]) == ["done", "done"]
        with in_public():
            assert Review.objects.count() == 1
