"""Two accounts of one person: all that was learned is together afterwards, nothing is deleted."""

from datetime import timedelta

import pytest

from enterprise.models import (
    Assignment,
    DepartmentManager,
    DistinctPeople,
    LearnerCourseStatus,
    Membership,
)
from enterprise.selectors.duplicates import likely_duplicates, suggestions_for
from enterprise.services.learner_status import rebuild_learner
from enterprise.services.merging import mark_distinct, merge_members
from learning.assessment.api import start_attempt
from learning.assessment.models import Attempt
from learning.catalogue.models import Course
from learning.credentials.api import certificates_of
from learning.credentials.models import Certificate
from learning.delivery.api import enrol_learner, enrolment_of, progress_outline
from learning.delivery.models import Enrolment, LessonProgress
from tenants.accounts.api import Role, User, reactivate_person, roles_of, seat_usage, set_seats
from tenants.accounts.models import Invitation
from tenants.kernel.clock import now
from tenants.kernel.errors import Conflict, DomainError, Invalid, Missing, Refused
from tenants.kernel.models import AuditEntry
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import InvitationFactory, UserFactory
from tests.factories.assessment import make_quiz_course
from tests.factories.catalogue import CourseFactory, make_published_course
from tests.factories.credentials import certificate_for
from tests.factories.enterprise import (
    DepartmentFactory,
    facts,
    make_admin,
    make_assignment,
    make_manager,
    make_member,
    study,
)


def merge(kept: User, gone: User, actor: User, *names: str) -> User:
    merge_members(kept_id=kept.id, gone_id=gone.id, from_gone=names, actor=actor)
    return User.objects.get(id=kept.id)


def test_fields_are_chosen_one_by_one_and_the_other_account_points_here(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin, set_to = make_admin(), set_seats(seats=10)
        assert set_to is None
        kept = UserFactory(name="Asha", email="asha@example.com", job_title="Lead")
        gone = UserFactory(
            name="Asha Kulkarni",
            email="asha.k@example.com",
            employee_id="E1",
            job_title="Rep",
            native_name="आशा",
            native_language="hi",
        )
        used = seat_usage()
        now_kept = merge(kept, gone, admin, "name", "email", "employee_id", "native_name")
        assert (now_kept.name, now_kept.email, now_kept.job_title) == (
            "Asha Kulkarni",
            "asha.k@example.com",
            "Lead",
        )
        assert (now_kept.employee_id, now_kept.native_language) == ("E1", "hi")
        left = User.objects.get(id=gone.id)
        assert (left.is_active, left.merged_into_id, left.email) == (False, kept.id, kept.email)
        assert left.session_generation == gone.session_generation + 1
        assert used is not None
        now_used = seat_usage()
        assert now_used is not None
        assert now_used.used == used.used - 1
        entry = AuditEntry.objects.get(action="people.merged")
        assert entry.changes["other_was"]["email"] == "asha.k@example.com"
        away = AuditEntry.objects.get(action="people.merged_away")
        assert away.changes == {"into": str(kept.id), "into_name": "Asha Kulkarni"}
        with pytest.raises(Refused):
            reactivate_person(person_id=gone.id, actor=admin)


def test_courses_of_both_are_together_and_the_better_progress_counts(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin, kept, gone = make_admin(), UserFactory(), UserFactory()
        only_gone, both, further = (make_published_course(modules=1, lessons=4) for _ in range(3))
        for person, course, lessons in (
            (gone, only_gone, 1),
            (kept, both, 3),
            (gone, both, 1),
            (kept, further, 1),
            (gone, further, 4),
        ):
            enrol_learner(course_id=course.id, learner_id=person.id)
            study(person, course.id, lessons)
        certificate = Certificate.objects.get(learner=gone)
        merge(kept, gone, admin)
        done = {
            course.id: (found.lessons_done, found.state)
            for course in (only_gone, both, further)
            if (found := enrolment_of(kept.id, course.id))
        }
        assert done == {
            only_gone.id: (1, "active"),
            both.id: (3, "active"),
            further.id: (4, "completed"),
        }
        # Nothing was deleted: what was less stays with who had it, withdrawn.
        assert set(Enrolment.objects.filter(learner=gone).values_list("state", flat=True)) == {
            "withdrawn"
        }
        (info,) = certificates_of(kept.id)
        after = Certificate.objects.get(id=certificate.id)
        assert (info.code, after.learner_name) == (certificate.code, certificate.learner_name)
        assert after.credential == certificate.credential
        mine = enrolment_of(kept.id, further.id)
        assert mine is not None
        assert after.enrolment_id == mine.id


def test_lessons_of_both_accounts_add_up_and_may_complete_the_course(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin, kept, gone = make_admin(), UserFactory(), UserFactory()
        course = make_published_course(modules=1, lessons=2)
        enrol_learner(course_id=course.id, learner_id=kept.id)
        enrol_learner(course_id=course.id, learner_id=gone.id)
        study(kept, course.id, 1)
        theirs = enrolment_of(gone.id, course.id)
        assert theirs is not None
        last = progress_outline(theirs).lessons[-1]
        LessonProgress.objects.create(
            enrolment_id=theirs.id,
            lesson_id=last.id,
            kind="text",
            state="completed",
            first_opened_at=now(),
            completed_at=now(),
        )
        merge(kept, gone, admin)
        mine = enrolment_of(kept.id, course.id)
        assert mine is not None
        assert (mine.lessons_done, mine.state) == (2, "completed")
        assert len(certificates_of(kept.id)) == 1


def test_two_certificates_of_one_course_both_stay(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin, kept, gone = make_admin(), UserFactory(name="Asha"), UserFactory(name="A. Kulkarni")
        first = certificate_for(kept)
        second = certificate_for(gone, first.course_id)
        merge(kept, gone, admin)
        assert {one.code for one in certificates_of(kept.id)} == {first.code, second.code}
        assert Certificate.objects.get(id=second.id).learner_name == "A. Kulkarni"


def test_team_reports_courses_and_read_model_follow(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin, north, south = make_admin(), DepartmentFactory(), DepartmentFactory()
        kept = UserFactory()
        gone = make_manager(south, name="Gone")
        Membership.objects.create(user=gone, department=north, since=now() - timedelta(days=3))
        course = CourseFactory(owner=gone)
        assignment = make_assignment(north)
        Assignment.objects.update(assigned_by=gone)
        study(gone, assignment.course_id, 2)
        now_kept = merge(kept, gone, admin)
        assert Membership.objects.get().user_id == kept.id
        assert DepartmentManager.objects.get().user_id == kept.id
        assert Course.objects.get(id=course.id).owner_id == kept.id
        assert Assignment.objects.get().assigned_by_id == kept.id
        assert {Role.MANAGER} <= roles_of(now_kept)
        rows = list(LearnerCourseStatus.objects.all())
        assert [(row.learner_id, row.lessons_done) for row in rows] == [(kept.id, 2)]
        before = facts(rows)
        rebuild_learner(learner_id=kept.id)
        assert facts(list(LearnerCourseStatus.objects.all())) == before


def test_the_team_may_be_chosen(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin, north, south = make_admin(), DepartmentFactory(), DepartmentFactory()
        kept, gone = make_member(north), make_member(south)
        merge(kept, gone, admin, "department")
        assert Membership.objects.get().department_id == south.id


@pytest.mark.parametrize("wrong", ["same", "field", "off", "twice", "nobody", "self"])
def test_what_cannot_be_merged_changes_nothing(acme: TenantInfo, wrong: str) -> None:
    with in_tenant(acme):
        admin, kept, gone = make_admin(), UserFactory(), UserFactory()
        pairs = {"same": (kept.id, kept.id), "nobody": (kept.id, DepartmentFactory().id)}
        if wrong == "self":
            pairs["self"] = (kept.id, admin.id)
        if wrong == "off":
            User.objects.filter(id=kept.id).update(is_active=False)
        if wrong == "twice":
            User.objects.filter(id=gone.id).update(merged_into=admin)
        kept_id, gone_id = pairs.get(wrong, (kept.id, gone.id))
        names = ["password"] if wrong == "field" else []
        before = list(User.objects.order_by("id").values())
        with pytest.raises((Invalid, Conflict, Missing, Refused)):
            merge_members(kept_id=kept_id, gone_id=gone_id, from_gone=names, actor=admin)
        assert list(User.objects.order_by("id").values()) == before


def test_nobody_becomes_more_by_merging(acme: TenantInfo) -> None:
    """An admin merges no owner into anybody, and a manager merges nobody."""
    with in_tenant(acme):
        admin, owner, person = make_admin(), UserFactory(roles=[Role.OWNER]), UserFactory()
        manager = UserFactory(roles=[Role.MANAGER])
        for kept, gone, actor in (
            (person, owner, admin),
            (owner, person, admin),
            (person, admin, manager),
        ):
            with pytest.raises(DomainError):
                merge(kept, gone, actor)
        assert User.objects.filter(merged_into__isnull=False).count() == 0
        assert roles_of(User.objects.get(id=person.id)) == {Role.LEARNER}


def test_open_invitations_of_the_other_account_are_withdrawn(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin, kept, gone = make_admin(), UserFactory(), UserFactory(email="old@example.com")
        InvitationFactory(email="old@example.com")
        merge(kept, gone, admin)
        assert Invitation.objects.get().revoked_at is not None


def test_attempts_go_along_and_are_numbered_on(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin, kept, gone = make_admin(), UserFactory(), UserFactory()
        _attempts(kept, gone)
        merge(kept, gone, admin)
        numbers = Attempt.objects.filter(enrolment__learner=kept).values_list("number", flat=True)
        assert sorted(numbers) == [1, 2]


def _attempts(*people: User) -> None:
    course, lesson_id = make_quiz_course()
    for person in people:
        info = enrol_learner(course_id=course.id, learner_id=person.id)
        attempt = start_attempt(enrolment_id=info.id, lesson_id=lesson_id)
        Attempt.objects.filter(id=attempt).update(state="submitted", submitted_at=now())


# Suggestions -----------------------------------------------------------------------------------


def test_likely_duplicates_and_what_was_said_of_them(acme: TenantInfo) -> None:
    with in_tenant(acme):
        north, south = DepartmentFactory(), DepartmentFactory()
        one = make_member(north, name="Asha R. Kulkarni", email="one@example.com")
        two = make_member(north, name="kulkarni, asha", email="two@example.com")
        make_member(south, name="Asha Kulkarni", email="three@example.com")
        five = UserFactory(name="Ravi", email="ravi.kumar@example.com")
        six = UserFactory(name="R Kumar", email="ravikumar@other.example")
        found = {frozenset((pair.one.id, pair.other.id)) for pair in likely_duplicates()}
        assert found == {frozenset((one.id, two.id)), frozenset((five.id, six.id))}
        mark_distinct(one_id=two.id, other_id=one.id)
        mark_distinct(one_id=one.id, other_id=two.id)
        assert DistinctPeople.objects.count() == 1
        assert len(likely_duplicates()) == 1
        near = [info.id for info in suggestions_for(one.id)]
        assert two.id in near
        assert five.id not in near


def test_people_of_another_company_are_never_suggested(
    acme: TenantInfo, zenith: TenantInfo
) -> None:
    with in_tenant(zenith):
        foreign = UserFactory(name="Asha Kulkarni")
    with in_tenant(acme):
        admin, mine = make_admin(), UserFactory(name="Asha Kulkarni")
        assert suggestions_for(mine.id) == []
        with pytest.raises(Missing):
            merge(mine, foreign, admin)
