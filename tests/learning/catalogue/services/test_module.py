"""Modules of the draft: order, names, removal and its undoing."""

import pytest

from learning.catalogue.models import Course, Module
from learning.catalogue.services import module as service
from tenants.kernel.errors import Invalid, Missing
from tenants.kernel.ids import uuid7
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.catalogue import CourseFactory, LessonFactory, ModuleFactory

pytestmark = pytest.mark.django_db


def titles(course: Course) -> list[str]:
    rows = Module.objects.filter(course=course, deleted_at=None)
    return [module.title for module in rows]


def three(course: Course) -> list[Module]:
    return [ModuleFactory(course=course, title=title) for title in "ABC"]


def test_a_new_module_comes_last_and_counts_as_an_edit(acme: TenantInfo) -> None:
    with in_tenant(acme):
        course = CourseFactory()
        before = course.edited_at
        three(course)
        service.add_module(course_id=course.id, title="  D  d ")
        course.refresh_from_db()
        assert titles(course) == ["A", "B", "C", "D d"]
        assert course.edited_at > before


@pytest.mark.parametrize(
    ("which", "step", "expected"),
    [(2, -1, "ACB"), (0, 1, "BAC"), (0, -1, "ABC"), (2, 1, "ABC")],
)
def test_moving_by_a_step(acme: TenantInfo, which: int, step: int, expected: str) -> None:
    with in_tenant(acme):
        course = CourseFactory()
        rows = three(course)
        service.move_module(module_id=rows[which].id, step=step)
        assert titles(course) == list(expected)


@pytest.mark.parametrize(
    ("which", "index", "expected"), [(0, 2, "BCA"), (2, 0, "CAB"), (1, 99, "ACB")]
)
def test_moving_to_a_place(acme: TenantInfo, which: int, index: int, expected: str) -> None:
    with in_tenant(acme):
        course = CourseFactory()
        rows = three(course)
        service.place_module(module_id=rows[which].id, index=index)
        assert titles(course) == list(expected)


def test_a_removed_module_comes_back_to_its_place_with_its_lessons(acme: TenantInfo) -> None:
    with in_tenant(acme):
        course = CourseFactory()
        rows = three(course)
        lesson = LessonFactory(module=rows[1])
        service.delete_module(module_id=rows[1].id)
        assert titles(course) == ["A", "C"]
        service.restore_module(module_id=rows[1].id)
        assert titles(course) == ["A", "B", "C"]
        lesson.refresh_from_db()
        assert lesson.deleted_at is None


def test_a_removed_module_can_be_neither_renamed_nor_moved(acme: TenantInfo) -> None:
    with in_tenant(acme):
        course = CourseFactory()
        rows = three(course)
        service.delete_module(module_id=rows[0].id)
        with pytest.raises(Missing):
            service.rename_module(module_id=rows[0].id, title="X")
        with pytest.raises(Missing):
            service.move_module(module_id=rows[0].id, step=1)
        rows[0].refresh_from_db()
        assert rows[0].title == "A"


def test_titles_are_needed_and_short(acme: TenantInfo) -> None:
    with in_tenant(acme):
        course = CourseFactory()
        for title in ("  ", "x" * 121):
            with pytest.raises(Invalid):
                service.add_module(course_id=course.id, title=title)
        assert titles(course) == []


def test_a_course_has_an_end(acme: TenantInfo) -> None:
    with in_tenant(acme):
        course = CourseFactory()
        for number in range(service.MODULES_LIMIT):
            Module.objects.create(course=course, title=str(number), position=number)
        with pytest.raises(Invalid):
            service.add_module(course_id=course.id, title="one too many")
        assert Module.objects.filter(course=course).count() == service.MODULES_LIMIT


def test_no_course_no_module(acme: TenantInfo) -> None:
    with in_tenant(acme), pytest.raises(Missing):
        service.add_module(course_id=uuid7(), title="A")
