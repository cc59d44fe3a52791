"""An application on its way: sent, asked, answered, decided, taken back; and who may do what."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection

from public_site.enums import ReviewKind
from public_site.forms.sending import check_answers
from public_site.models import (
    InstructorProfile,
    Review,
    ReviewEntry,
    ReviewQuestion,
    Submission,
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
from tenants.kernel.clock import frozen
from tenants.kernel.errors import Conflict, DomainError, Invalid, Missing, Refused
from tenants.kernel.models import AuditEntry, MailMessage, MailState
from tenants.schemas import PUBLIC, TenantInfo, in_public, in_tenant
from tests.factories.reviews import (
    INSTRUCTOR,
    consumer,
    draft_of,
    reviewer,
    sent_by,
    taken_by,
)

MONDAY = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
EXPLAINED = "The sample lesson names three prices and explains none of them."


@pytest.fixture(autouse=True)
def inside(public: TenantInfo, db: None) -> Any:
    with in_public():
        yield


def roles(person: User) -> set[str]:
    return set(RoleGrant.objects.filter(user=person).values_list("role", flat=True))


def state(review: Review) -> Any:
    """Everything that a refused act must not have changed."""
    return (
        Review.objects.values().get(id=review.id),
        list(ReviewEntry.objects.values_list("kind", flat=True)),
        sorted(RoleGrant.objects.values_list("user_id", "role")),
        MailMessage.objects.count(),
        InstructorProfile.objects.count(),
    )


def decline(review: Review, staff: User, **changed: Any) -> None:
    review.refresh_from_db()
    arguments: dict[str, Any] = {
        "reasons": ["sample"],
        "message": EXPLAINED,
        "reapply_days": 30,
        "revision": review.revision,
    }
    decline_application(review_id=review.id, actor=staff, **{**arguments, **changed})


def reply(review: Review, text: str = "Yes, for two years.") -> None:
    applicant = review.applicant
    save_replies(
        review_id=review.id,
        applicant=applicant,
        replies={row.id: text for row in review.questions.all()},
    )
    answer_questions(
        review_id=review.id,
        applicant=applicant,
        answers=check_answers(review.kind, review.answers).answers,
        terms_version=terms_for(review.kind).version,
    )


def test_sending_starts_the_clock_and_keeps_what_was_sent() -> None:
    with frozen(MONDAY):
        review = sent_by(consumer(name="Asha Rao"))
    assert (review.state, review.title) == ("waiting", "Asha Rao")
    assert review.due_at == MONDAY + timedelta(hours=48)
    version = Submission.objects.get(review=review)
    assert version.answers["experience"]["links"] == [
        "https://example.com/talk",
        "https://example.org/",
    ]
    assert (version.number, len(version.documents)) == (1, 1)
    terms = terms_for(ReviewKind.INSTRUCTOR)
    assert (version.terms_version, version.terms_sha256) == (terms.version, terms.digest)
    assert MailMessage.objects.get(template="review").subject == "We have your application"
    assert AuditEntry.objects.filter(action="reviews.submitted").count() == 1


def test_a_draft_keeps_whatever_was_typed_and_is_found_again() -> None:
    who = consumer()
    review_id = begin_application(kind=ReviewKind.INSTRUCTOR, applicant=who)
    typed = {"headline": "x" * 500, "bio": "short", "bio_language": "klingon"}
    save_step(review_id=review_id, applicant=who, step="profile", answers=typed)
    assert begin_application(kind=ReviewKind.INSTRUCTOR, applicant=who) == review_id
    info = application_of(who.id, ReviewKind.INSTRUCTOR)
    assert info is not None
    assert info.answers["profile"] == typed
    assert list(check_answers("instructor", info.answers).problems) == [
        "profile", "teaching", "experience", "sample",
    ]  # fmt: skip


@pytest.mark.parametrize("missing", ["papers", "sample", "consent"])
def test_what_no_form_asks_for_is_asked_on_sending(missing: str) -> None:
    who = consumer()
    review = Review.objects.get(id=draft_of(who))
    answers = check_answers(review.kind, review.answers).answers
    if missing == "papers":
        review.documents.all().delete()
    if missing == "sample":
        answers["sample"]["sample_kind"] = "video"
    version = "2001-01" if missing == "consent" else terms_for(review.kind).version
    with pytest.raises(Invalid) as refusal:
        send_application(review_id=review.id, applicant=who, answers=answers, terms_version=version)
    assert refusal.value.field == missing
    assert Review.objects.get(id=review.id).state == "draft"
    assert Submission.objects.count() == 0


def test_nothing_is_changed_after_sending() -> None:
    review = sent_by(consumer())
    who = review.applicant
    before = state(review)
    answers = check_answers(review.kind, review.answers).answers
    with pytest.raises(Conflict):
        save_step(review_id=review.id, applicant=who, step="profile", answers={"bio": "Other"})
    with pytest.raises(Conflict):
        send_application(
            review_id=review.id,
            applicant=who,
            answers=answers,
            terms_version=terms_for(review.kind).version,
        )
    assert state(review) == before


def test_asked_answered_approved_with_the_clock_standing_meanwhile() -> None:
    staff = reviewer()
    with frozen(MONDAY):
        review = taken_by(staff)
    with frozen(MONDAY + timedelta(hours=20)):
        ask_applicant(
            review_id=review.id,
            actor=staff,
            questions=["For how long?", " "],
            revision=review.revision,
        )
    review.refresh_from_db()
    assert (review.state, review.due_at, review.left_seconds) == ("asked", None, 28 * 3600)
    with frozen(MONDAY + timedelta(days=5)):
        reply(review)
    review.refresh_from_db()
    assert review.due_at == MONDAY + timedelta(days=5, hours=28)
    assert Submission.objects.filter(review=review).count() == 2
    with frozen(MONDAY + timedelta(days=6)):
        approve_application(
            review_id=review.id, actor=staff, message="Welcome.", revision=review.revision
        )
    assert roles(review.applicant) == {Role.CONSUMER, Role.INSTRUCTOR}
    profile = InstructorProfile.objects.get(user=review.applicant)
    assert (profile.headline, profile.subjects) == (
        INSTRUCTOR["profile"]["headline"],
        ["objections", "closing"],
    )
    subjects = MailMessage.objects.order_by("created_at").values_list("subject", flat=True)
    assert list(subjects) == [
        "We have your application",
        "A question about your application",
        f"{review.title} has answered",
        "Welcome: you can teach now",
    ]
    told = MailMessage.objects.get(subject=f"{review.title} has answered")
    assert (told.to, f"/staff/reviews/{review.id}/" in told.text) == (staff.email, True)
    shown = application_of(review.applicant_id, ReviewKind.INSTRUCTOR)
    assert shown is not None
    titles = [line.title for line in reversed(shown.history)]
    assert titles == ["Sent to us", "We asked for more", "Questions answered", "Approved"]


def test_an_answer_is_needed_for_each_question_and_drafts_stay() -> None:
    staff = reviewer()
    review = taken_by(staff)
    ask_applicant(
        review_id=review.id, actor=staff, questions=["One?", "Two?"], revision=review.revision
    )
    first, second = ReviewQuestion.objects.filter(review=review)
    who = review.applicant
    replies = {first.id: "Yes.", uuid4(): "Forged."}
    save_replies(review_id=review.id, applicant=who, replies=replies)
    with pytest.raises(Invalid) as refusal:
        answer_questions(
            review_id=review.id,
            applicant=who,
            answers=check_answers(review.kind, review.answers).answers,
            terms_version=terms_for(review.kind).version,
        )
    assert refusal.value.field == f"question-{second.id}"
    first.refresh_from_db()
    assert (first.answer, first.answered_at) == ("Yes.", None)
    assert ReviewQuestion.objects.count() == 2


def test_declined_with_reasons_and_a_day_to_come_back() -> None:
    staff = reviewer()
    with frozen(MONDAY):
        review = taken_by(staff)
        decline(review, staff)
    with frozen(MONDAY + timedelta(days=30, seconds=-1)), pytest.raises(Refused):
        begin_application(kind=ReviewKind.INSTRUCTOR, applicant=review.applicant)
    with frozen(MONDAY + timedelta(days=30)):
        again = begin_application(kind=ReviewKind.INSTRUCTOR, applicant=review.applicant)
    assert Review.objects.get(id=again).answers == review.answers
    assert roles(review.applicant) == {Role.CONSUMER}
    mail = MailMessage.objects.get(subject="About your application")
    assert "The sample lesson does not yet teach what it promises" in mail.text
    assert EXPLAINED in mail.text


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"reasons": []}, "reasons"),
        ({"reasons": ["domain"]}, "reasons"),
        ({"message": "No."}, "message"),
        ({"reapply_days": 7}, "reapply_days"),
    ],
)
def test_a_decline_without_a_reason_is_none(changed: dict[str, Any], field: str) -> None:
    staff = reviewer()
    review = taken_by(staff)
    before = state(review)
    with pytest.raises(Invalid) as refusal:
        decline(review, staff, **changed)
    assert refusal.value.field == field
    assert state(review) == before


def test_an_undo_takes_role_and_record_back_and_tells() -> None:
    staff = reviewer()
    with frozen(MONDAY):
        review = taken_by(staff)
    with frozen(MONDAY + timedelta(hours=10)):
        approve_application(review_id=review.id, actor=staff, revision=review.revision)
    review.refresh_from_db()
    with frozen(MONDAY + timedelta(hours=20)):
        undo_decision(
            review_id=review.id, actor=staff, reason="The wrong one.", revision=review.revision
        )
    review.refresh_from_db()
    assert (review.state, review.decided_at) == ("waiting", None)
    # 38 hours were left when it was decided; the ten hours it lay decided are not ours.
    assert review.due_at == MONDAY + timedelta(hours=20 + 38)
    assert roles(review.applicant) == {Role.CONSUMER}
    assert InstructorProfile.objects.get(user=review.applicant).withdrawn_at is not None
    states = dict(MailMessage.objects.values_list("subject", "state"))
    assert states["Welcome: you can teach now"] == MailState.CANCELLED
    assert states["Our decision on your application is taken back"] == MailState.QUEUED
    approve_application(review_id=review.id, actor=staff, revision=review.revision)
    assert roles(review.applicant) == {Role.CONSUMER, Role.INSTRUCTOR}
    assert InstructorProfile.objects.get(user=review.applicant).withdrawn_at is None


def test_a_role_from_elsewhere_outlives_an_undo() -> None:
    staff = reviewer()
    review = taken_by(staff)
    RoleGrant.objects.create(user=review.applicant, role=Role.INSTRUCTOR)
    approve_application(review_id=review.id, actor=staff, revision=review.revision)
    review.refresh_from_db()
    undo_decision(review_id=review.id, actor=staff, reason="Slip.", revision=review.revision)
    assert roles(review.applicant) == {Role.CONSUMER, Role.INSTRUCTOR}


def test_an_undo_has_its_time_and_its_place() -> None:
    staff = reviewer()
    with frozen(MONDAY):
        review = taken_by(staff)
        decline(review, staff, reapply_days=0)
    review.refresh_from_db()
    undo = {"review_id": review.id, "actor": staff, "revision": review.revision}
    with pytest.raises(Invalid):
        undo_decision(**undo, reason=" ")
    with frozen(MONDAY + timedelta(hours=24)), pytest.raises(Conflict):
        undo_decision(**undo, reason="Too late.")
    with frozen(MONDAY + timedelta(hours=1)):
        begin_application(kind=ReviewKind.INSTRUCTOR, applicant=review.applicant)
        with pytest.raises(Conflict):
            undo_decision(**undo, reason="A new one is there.")
    review.refresh_from_db()
    assert review.state == "declined"


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
