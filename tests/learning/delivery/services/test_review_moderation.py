"""Reported reviews: who may report and decide, what hiding does, taking it back."""

import pytest

from learning.catalogue.models import Course
from learning.delivery.models import CourseReview, ReviewDecision, ReviewReport
from learning.delivery.selectors.review_queue import cases, reported, waiting_count
from learning.delivery.services.review_moderation import (
    MOST_REPORTS_A_DAY,
    decide_on_review,
    report_review,
    undo_decision,
)
from learning.delivery.services.review_reply import LONGEST_REPLY, reply_to_review
from tenants.accounts.enums import Role
from tenants.accounts.models import User
from tenants.kernel.clock import now
from tenants.kernel.errors import Conflict, Invalid, Missing, Refused
from tenants.kernel.ids import uuid7
from tenants.notify.models import Notification
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.catalogue import make_published_course
from tests.factories.review import make_review

pytestmark = pytest.mark.django_db


def staff() -> User:
    person: User = UserFactory(roles=[Role.STAFF])
    return person


def count(course: Course) -> int:
    course.refresh_from_db()
    return course.rating_count


def test_reported_hidden_and_taken_back(public: TenantInfo) -> None:
    with in_tenant(public):
        course = make_published_course()
        review = make_review(course)
        readers = [UserFactory(), UserFactory()]
        for reader in readers:
            report_review(review_id=review.id, reason="abuse", note="", reporter=reader)
        report_review(review_id=review.id, reason="advert", note="An\u202e ad", reporter=readers[0])
        assert ReviewReport.objects.get(reporter=readers[0]).note == "An ad"
        assert (waiting_count(), reported("waiting").count()) == (1, 1)
        moderator = staff()
        decide_on_review(review_id=review.id, hide=True, reason="It is an ad.", actor=moderator)
        assert (count(course), waiting_count(), reported("decided").count()) == (0, 0, 1)
        assert Notification.objects.filter(
            user=review.enrolment.learner, kind="learning.review_hidden"
        ).exists()
        case = cases(list(reported("decided")))[0]
        assert ([one.kind for one in case.history], case.can_undo, case.waits) == (
            ["hidden"], True, False,
        )  # fmt: skip
        with pytest.raises(Conflict):
            decide_on_review(review_id=review.id, hide=True, reason="Again", actor=moderator)
        undo_decision(review_id=review.id, actor=moderator)
        assert (count(course), waiting_count()) == (1, 1)
        assert [one.kind for one in cases(list(reported("waiting")))[0].history] == [
            "undone", "hidden",
        ]  # fmt: skip
        with pytest.raises(Conflict):
            undo_decision(review_id=review.id, actor=moderator)
        decide_on_review(review_id=review.id, hide=False, reason="", actor=moderator)
        assert (count(course), waiting_count()) == (1, 0)


def test_who_may_not_decide_changes_nothing(public: TenantInfo) -> None:
    with in_tenant(public):
        course, writer = make_published_course(), staff()
        review = make_review(course, writer)
        for person in (UserFactory(), UserFactory(roles=[Role.INSTRUCTOR]), writer):
            with pytest.raises(Refused):
                decide_on_review(review_id=review.id, hide=True, reason="x", actor=person)
            with pytest.raises(Refused):
                undo_decision(review_id=review.id, actor=person)
        with pytest.raises(Invalid):
            decide_on_review(review_id=review.id, hide=True, reason="  ", actor=staff())
        with pytest.raises(Missing):
            decide_on_review(review_id=uuid7(), hide=True, reason="x", actor=staff())
        assert (count(course), ReviewDecision.objects.count()) == (1, 0)


def test_who_may_not_report(public: TenantInfo) -> None:
    with in_tenant(public):
        course = make_published_course()
        review, reader = make_review(course), UserFactory()
        with pytest.raises(Refused):
            report_review(
                review_id=review.id, reason="abuse", note="", reporter=review.enrolment.learner
            )
        with pytest.raises(Invalid):
            report_review(review_id=review.id, reason="bored", note="", reporter=reader)
        with pytest.raises(Invalid):
            report_review(review_id=review.id, reason="abuse", note="x" * 501, reporter=reader)
        CourseReview.objects.filter(id=review.id).update(removed_at=now())
        with pytest.raises(Missing):
            report_review(review_id=review.id, reason="abuse", note="", reporter=reader)
        assert ReviewReport.objects.count() == 0


def test_more_reports_than_one_can_read(public: TenantInfo) -> None:
    with in_tenant(public):
        reader, course = UserFactory(), make_published_course(modules=1, lessons=1)
        for _number in range(MOST_REPORTS_A_DAY):
            report_review(
                review_id=make_review(course).id, reason="abuse", note="", reporter=reader
            )
        with pytest.raises(Refused):
            report_review(
                review_id=make_review(course).id, reason="abuse", note="", reporter=reader
            )
        assert waiting_count() == MOST_REPORTS_A_DAY


def test_who_teaches_answers(public: TenantInfo) -> None:
    with in_tenant(public):
        course = make_published_course(owner=UserFactory(roles=[Role.INSTRUCTOR]))
        review = make_review(course)
        for stranger in (UserFactory(), UserFactory(roles=[Role.INSTRUCTOR])):
            with pytest.raises(Refused):
                reply_to_review(review_id=review.id, text="Mine", actor=stranger)
        with pytest.raises(Invalid):
            reply_to_review(review_id=review.id, text="x" * (LONGEST_REPLY + 1), actor=course.owner)
        for text in ("Thank you.", "Thank you!"):
            reply_to_review(review_id=review.id, text=text, actor=course.owner)
        review.refresh_from_db()
        assert (review.reply, review.replied_by) == ("Thank you!", course.owner)
        told = Notification.objects.filter(kind="learning.review_answered")
        assert [one.user for one in told] == [review.enrolment.learner]
        reply_to_review(review_id=review.id, text=" ", actor=course.owner)
        review.refresh_from_db()
        assert (review.reply, review.replied_by, review.replied_at) == ("", None, None)
