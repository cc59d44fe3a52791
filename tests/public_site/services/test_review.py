"""An application on its way: sent, asked, answered, decided, taken back."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from public_site.enums import ReviewKind
from public_site.forms.sending import check_answers
from public_site.models import (
    InstructorProfile,
    Review,
    ReviewQuestion,
    Submission,
)
from public_site.selectors.application import application_of
from public_site.services.review.decision import (
    approve_application,
    ask_applicant,
    undo_decision,
)
from public_site.services.review.draft import begin_application, save_step
from public_site.services.review.submission import (
    answer_questions,
    save_replies,
    send_application,
)
from public_site.terms import terms_for
from tenants.accounts.enums import Role
from tenants.accounts.models import RoleGrant
from tenants.kernel.clock import frozen
from tenants.kernel.errors import Conflict, Invalid, Refused
from tenants.kernel.models import AuditEntry
from tenants.notify.models import Notification
from tenants.schemas import TenantInfo, in_public
from tests.factories.reviews import (
    INSTRUCTOR,
    consumer,
    draft_of,
    reviewer,
    sent_by,
    taken_by,
)
from tests.public_site.services.reviewing import (
    EXPLAINED,
    MONDAY,
    decline,
    mail_about,
    mails,
    reply,
    roles,
    state,
)


@pytest.fixture(autouse=True)
def inside(public: TenantInfo, db: None) -> Any:
    with in_public():
        yield


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
    (mail,) = mails()
    assert (mail.subject, mail.to) == ("We have your application", review.applicant.email)
    assert "by 25 Nov, 10:00 am" in mail.text
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
    assert [mail.subject for mail in mails()] == [
        "We have your application",
        "A question about your application",
        f"{review.title} has answered",
        "Welcome: you can teach now",
    ]
    told = mail_about(f"{review.title} has answered")
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
    mail = mail_about("About your application")
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
    # What had not gone out never does; the bell does not say it either.
    subjects = [mail.subject for mail in mails()]
    assert subjects == [
        "We have your application",
        "Our decision on your application is taken back",
    ]
    told = Notification.objects.filter(user=review.applicant, kind="application.decided")
    assert [row.context["headline"] for row in told] == [subjects[1]]
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
