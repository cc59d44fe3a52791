"""Merging two accounts: what a person would look for under the account that is kept is there."""

from datetime import timedelta

import pytest

from enterprise.models import LearnerSkill, PeopleChange
from enterprise.models.people_change import ChangeState
from enterprise.services.merging import merge_members
from enterprise.services.people_change import draft_change, say_change, start_change, undo_change
from learning.catalogue.policies.course import grant_editing, granted_editors, may_edit
from learning.delivery.models import CourseReview, ReviewReport
from learning.delivery.services.review_moderation import report_review
from tenants.accounts.enums import Role
from tenants.accounts.models import Invitation, User
from tenants.kernel.clock import now
from tenants.notify.enums import Channel, Rhythm
from tenants.notify.models import PersonRules, Preference
from tenants.notify.services.choosing import stop_mail
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import InvitationFactory, UserFactory
from tests.factories.catalogue import CourseFactory, make_published_course
from tests.factories.enterprise import make_admin
from tests.factories.guidance import take_check
from tests.factories.review import make_review
from tests.factories.roles import fresh


def merge(kept: User, gone: User, actor: User) -> None:
    merge_members(kept_id=kept.id, gone_id=gone.id, actor=actor)


def test_courses_shared_with_the_other_account_are_shared_with_this_one(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin, kept, gone = make_admin(), UserFactory(), UserFactory(roles=[Role.AUTHOR])
        shared, own, theirs = CourseFactory(), CourseFactory(owner=kept), CourseFactory(owner=gone)
        grant_editing(shared, gone)
        grant_editing(own, gone)
        grant_editing(theirs, kept)
        merge(kept, gone, admin)
        assert may_edit(fresh(kept.id), shared)
        assert list(granted_editors(shared)) == [kept]
        # What is one's own is not shared with oneself.
        assert [list(granted_editors(one)) for one in (own, theirs)] == [[], []]


def test_answers_and_reports_of_reviews_are_those_of_the_kept_account(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin, kept, gone = make_admin(), UserFactory(), UserFactory()
        course = make_published_course(modules=1, lessons=2)
        both, one = make_review(course), make_review(course)
        CourseReview.objects.filter(id=one.id).update(
            reply="Thank you.", replied_at=now(), replied_by=gone
        )
        for review, reporter in ((both, kept), (both, gone), (one, gone)):
            report_review(review_id=review.id, reason="advert", note="", reporter=reporter)
        merge(kept, gone, admin)
        assert CourseReview.objects.get(id=one.id).replied_by_id == kept.id
        reports = ReviewReport.objects.values_list("review_id", "reporter_id")
        assert set(reports) == {(both.id, kept.id), (both.id, gone.id), (one.id, kept.id)}


def test_a_skill_check_stands_on_the_managers_page_under_the_kept_account(
    acme: TenantInfo,
) -> None:
    with in_tenant(acme):
        admin, kept, gone = make_admin(), UserFactory(), UserFactory()
        take_check(gone.id)
        before = set(LearnerSkill.objects.values_list("skill", "percent"))
        assert before
        merge(kept, gone, admin)
        assert set(LearnerSkill.objects.values_list("learner_id", flat=True)) == {kept.id}
        assert set(LearnerSkill.objects.values_list("skill", "percent")) == before


def test_a_change_of_many_people_can_still_be_taken_back(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin, kept, gone = make_admin(), make_admin(), make_admin()
        person = UserFactory(language="en")
        change = draft_change(person_ids=[person.id], actor=gone)
        say_change(change_id=change.id, wanted={"language": "hi"}, actor=gone)
        start_change(change_id=change.id, actor=gone)
        merge(kept, gone, admin)
        assert undo_change(change_id=change.id, actor=fresh(kept.id)) == 1
        assert fresh(person.id).language == "en"
        assert PeopleChange.objects.get().state == ChangeState.UNDONE


@pytest.mark.parametrize("active", [True, False])
def test_open_invitations_are_vouched_for_by_the_account_that_goes_on(
    acme: TenantInfo, *, active: bool
) -> None:
    """Not those of somebody who was shown out before: merging does not bring these back."""
    with in_tenant(acme):
        admin, kept, gone = make_admin(), UserFactory(), make_admin(is_active=active)
        InvitationFactory(invited_by=gone)
        done = InvitationFactory(invited_by=gone, accepted_at=now() - timedelta(days=1))
        merge(kept, gone, admin)
        found = dict(Invitation.objects.values_list("accepted_at", "invited_by_id"))
        assert found == {None: kept.id if active else gone.id, done.accepted_at: gone.id}


def test_what_was_chosen_about_messages_holds_where_the_kept_account_chose_nothing(
    acme: TenantInfo,
) -> None:
    with in_tenant(acme):
        admin, kept, gone = make_admin(), UserFactory(), UserFactory()
        first, second = "learning.assignment_given", "learning.reminder_sent"
        stop_mail(user=gone, kinds=[first, second])
        Preference.objects.create(
            user=kept, kind=first, channel=Channel.MAIL, is_on=True, changed_at=now()
        )
        PersonRules.objects.create(user=gone, rhythm=Rhythm.WEEKLY)
        merge(kept, gone, admin)
        mine = Preference.objects.filter(user=kept).values_list("kind", "is_on")
        assert dict(mine) == {first: True, second: False}
        assert PersonRules.objects.get().user_id == kept.id
        other = UserFactory()
        PersonRules.objects.create(user=other, rhythm=Rhythm.DAILY)
        merge(kept, other, admin)
        assert PersonRules.objects.get(user=kept).rhythm == Rhythm.WEEKLY
