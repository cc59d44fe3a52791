"""Departments and assignments for tests. Call them inside a company's schema."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import factory

from enterprise.models import Assignment, Department, DepartmentManager, LearnerCourseStatus
from enterprise.services.assignment import assign_course
from enterprise.services.placement import place_person
from learning.catalogue.models import Course
from learning.delivery.api import complete_lesson, enrolment_of, progress_outline
from tenants.accounts.enums import Role
from tenants.accounts.models import User
from tenants.kernel.clock import now, today
from tenants.schemas import current_tenant
from tests.factories.accounts import UserFactory
from tests.factories.catalogue import make_published_course


class DepartmentFactory(factory.django.DjangoModelFactory):
    """A department without people."""

    class Meta:
        model = Department

    name = factory.Sequence(lambda n: f"Team {n:03d}")
    created_at = factory.LazyFunction(now)


def make_admin(**fields: Any) -> User:
    """Return an admin of the company."""
    person: User = UserFactory(roles=[Role.ADMIN], **fields)
    return person


def make_manager(*departments: Department, **fields: Any) -> User:
    """Return a manager of some departments."""
    person: User = UserFactory(roles=[Role.MANAGER], **fields)
    for department in departments:
        DepartmentManager.objects.create(user=person, department=department)
    return person


def make_member(department: Department, **fields: Any) -> User:
    """Return a person placed in a department."""
    person: User = UserFactory(**fields)
    place_person(user_id=person.id, department_id=department.id)
    return person


def make_assignment(
    *departments: Department,
    course: Course | None = None,
    days: int = 14,
    note: str = "",
    actor: User | None = None,
) -> Assignment:
    """Assign a course, a new one by default, to departments; return the first assignment."""
    course = course or make_published_course(modules=1, lessons=4)
    ids = assign_course(
        course_id=course.id,
        department_ids=[department.id for department in departments],
        due_on=today(current_tenant().time_zone) + timedelta(days=days),
        note=note,
        actor=actor,
    )
    return Assignment.objects.get(id=ids[0])


def study(person: User, course_id: UUID, lessons: int) -> None:
    """Have a person do the next lessons of a course they are enrolled in."""
    for _lesson in range(lessons):
        enrolment = enrolment_of(person.id, course_id)
        assert enrolment is not None
        lesson = progress_outline(enrolment).next_lesson
        assert lesson is not None
        complete_lesson(enrolment_id=enrolment.id, lesson_id=lesson.id)


def status_row(person: User, course_id: UUID) -> LearnerCourseStatus:
    """Return a person's row of the read model."""
    return LearnerCourseStatus.objects.get(learner=person, course_id=course_id)


def facts(rows: Sequence[LearnerCourseStatus]) -> list[dict[str, Any]]:
    """Return rows without their own ids, in one order, to compare them with rebuilt ones."""
    names = [field.attname for field in LearnerCourseStatus._meta.fields if field.name != "id"]
    found = [{name: getattr(row, name) for name in names} for row in rows]
    return sorted(found, key=lambda one: (one["learner_id"], one["course_id"]))
