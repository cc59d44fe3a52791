"""Who may change which course."""

import pytest

from learning.catalogue.models import Course
from learning.catalogue.policies.access import may_edit_course, require_editor
from learning.catalogue.policies.course import (
    editable_courses,
    grant_editing,
    granted_editors,
    may_author,
    may_edit,
    may_share,
    revoke_editing,
)
from tenants.accounts.enums import Role
from tenants.accounts.models import User
from tenants.kernel.errors import Missing, Refused
from tenants.kernel.ids import uuid7
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.catalogue import CourseFactory

pytestmark = pytest.mark.django_db


def edits(user: User, course: Course) -> bool:
    """Ask in all three ways; they must agree."""
    fresh = User.objects.get(id=user.id)
    answer = may_edit(fresh, course)
    assert may_edit_course(fresh, course.id) == answer
    assert editable_courses(fresh).filter(id=course.id).exists() == answer
    return answer


def test_an_author_changes_their_own(acme: TenantInfo) -> None:
    with in_tenant(acme):
        course, other = CourseFactory(), CourseFactory()
        assert edits(course.owner, course)
        assert not edits(course.owner, other)
        assert may_share(course.owner, course)


def test_an_author_changes_what_they_were_granted(acme: TenantInfo) -> None:
    with in_tenant(acme):
        course, author = CourseFactory(), UserFactory(roles=[Role.AUTHOR])
        grant_editing(course, author)
        assert edits(author, course)
        assert not may_share(author, course)
        assert list(granted_editors(course)) == [author]
        revoke_editing(course, author)
        assert not edits(author, course)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.OWNER])
def test_who_runs_learning_changes_all(acme: TenantInfo, role: Role) -> None:
    with in_tenant(acme):
        admin = UserFactory(roles=[role])
        course = CourseFactory()
        assert edits(admin, course)
        assert may_share(admin, course)


@pytest.mark.parametrize("role", [None, Role.MANAGER])
def test_others_change_nothing_even_when_granted(acme: TenantInfo, role: Role | None) -> None:
    with in_tenant(acme):
        person = UserFactory(roles=[role] if role else [])
        course = CourseFactory(owner=person)
        grant_editing(course, person)
        assert not may_author(person)
        assert not edits(person, course)


def test_the_marketplace_has_instructors_and_staff(public: TenantInfo) -> None:
    with in_tenant(public):
        instructor, staff = UserFactory(roles=[Role.INSTRUCTOR]), UserFactory(roles=[Role.STAFF])
        consumer = UserFactory(roles=[Role.CONSUMER])
        course = CourseFactory(owner=instructor)
        assert [edits(user, course) for user in (instructor, staff, consumer)] == [
            True,
            True,
            False,
        ]
        assert not edits(instructor, CourseFactory(owner=staff))


def test_a_former_author_changes_nothing(acme: TenantInfo) -> None:
    with in_tenant(acme):
        course = CourseFactory()
        course.owner.is_active = False
        course.owner.save()
        assert not edits(course.owner, course)


def test_missing_comes_before_refused(acme: TenantInfo) -> None:
    with in_tenant(acme):
        person, course = UserFactory(), CourseFactory()
        with pytest.raises(Missing):
            require_editor(person, uuid7())
        with pytest.raises(Refused):
            require_editor(person, course.id)
        require_editor(course.owner, course.id)
