"""Who may see the studio, and which courses somebody may change there.

An author changes the courses that are theirs, or that they were granted (an object permission of
django-guardian, used here only). Those who run learning change all: a company's L&D admins, the
marketplace's staff.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from guardian.shortcuts import assign_perm, get_objects_for_user, get_users_with_perms, remove_perm

from learning.catalogue.models import Course
from tenants.accounts.api import Action, User, Visitor, may

_CHANGE = "catalogue.change_course"


def may_author(user: Visitor) -> bool:
    """Whether the studio is open to this person."""
    return may(user, Action.WRITE_COURSES) or may_edit_all(user)


may_author.action = Action.WRITE_COURSES  # type: ignore[attr-defined]


def may_edit_all(user: Visitor) -> bool:
    """Whether every course of this schema is theirs to change."""
    return may(user, Action.EDIT_ALL_COURSES)


may_edit_all.action = Action.EDIT_ALL_COURSES  # type: ignore[attr-defined]


def may_edit(user: Visitor, course: Course) -> bool:
    """Whether this course is theirs to change, publish and archive."""
    if not may_author(user):
        return False
    if may_edit_all(user):
        return True
    return isinstance(user, User) and (
        course.owner_id == user.pk or bool(user.has_perm(_CHANGE, course))
    )


def may_share(user: Visitor, course: Course) -> bool:
    """Whether they may say who else changes it: its owner, and those who may change all."""
    if not may_author(user):
        return False
    return may_edit_all(user) or (isinstance(user, User) and course.owner_id == user.pk)


def editable_courses(user: Visitor) -> QuerySet[Course]:
    """Return the courses this person may change."""
    if may_edit_all(user):
        return Course.objects.all()
    if not may_author(user) or not isinstance(user, User):
        return Course.objects.none()
    return Course.objects.filter(Q(owner_id=user.pk) | Q(pk__in=_granted_to(user).values("pk")))


def grant_editing(course: Course, user: User) -> None:
    """Let somebody change a course."""
    assign_perm(_CHANGE, user, course)


def revoke_editing(course: Course, user: User) -> None:
    """Take back what `grant_editing` gave; the owner keeps the course."""
    remove_perm(_CHANGE, user, course)


def move_editing(*, from_user: User, to_user: User) -> None:
    """Give one person all that another was granted; what is their own needs no grant."""
    for course in _granted_to(from_user):
        grant_editing(course, to_user)
        revoke_editing(course, from_user)
    for course in _granted_to(to_user).filter(owner_id=to_user.pk):
        revoke_editing(course, to_user)


def granted_editors(course: Course) -> QuerySet[Any]:
    """Return who was granted this course, by name."""
    people: Any = get_users_with_perms(course, only_with_perms_in=["change_course"])
    return get_user_model()._default_manager.filter(pk__in=people.values("pk")).order_by("name")


def _granted_to(user: User) -> QuerySet[Course]:
    rows: QuerySet[Course] = get_objects_for_user(user, _CHANGE, Course, accept_global_perms=False)
    return rows
