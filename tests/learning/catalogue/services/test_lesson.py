"""Lessons of the draft: order across modules, saving, conflicts, removal and its undoing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.catalogue.models import Course, Lesson
from learning.catalogue.services import lesson as service
from learning.catalogue.services import order
from learning.catalogue.services.module import delete_module
from tenants.kernel.errors import Conflict, Invalid, Missing
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.catalogue import (
    CourseFactory,
    LessonFactory,
    MediaAssetFactory,
    ModuleFactory,
    make_draft,
)

pytestmark = pytest.mark.django_db


def outline(course: Course) -> list[list[str]]:
    return [
        [lesson.title for lesson in module.lessons.filter(deleted_at=None)]
        for module in course.modules.filter(deleted_at=None)
    ]


def two_modules() -> tuple[Course, dict[str, Lesson]]:
    course = CourseFactory()
    first, second = ModuleFactory(course=course), ModuleFactory(course=course)
    lessons = {title: LessonFactory(module=first, title=title) for title in "ab"}
    lessons |= {title: LessonFactory(module=second, title=title) for title in "cd"}
    return course, lessons


@pytest.mark.parametrize(
    ("which", "step", "expected"),
    [
        ("b", -1, [["b", "a"], ["c", "d"]]),
        ("b", 1, [["a"], ["b", "c", "d"]]),
        ("c", -1, [["a", "b", "c"], ["d"]]),
        ("a", -1, [["a", "b"], ["c", "d"]]),
        ("d", 1, [["a", "b"], ["c", "d"]]),
    ],
)
def test_a_step_goes_over_the_edge_of_a_module(
    acme: TenantInfo, which: str, step: int, expected: list[list[str]]
) -> None:
    with in_tenant(acme):
        course, lessons = two_modules()
        service.move_lesson(lesson_id=lessons[which].id, step=step)
        assert outline(course) == expected


@pytest.mark.parametrize(
    ("which", "index", "expected"),
    [("a", 1, [["b"], ["c", "a", "d"]]), ("d", 0, [["a", "b"], ["d", "c"]])],
)
def test_dragging_to_a_place(
    acme: TenantInfo, which: str, index: int, expected: list[list[str]]
) -> None:
    with in_tenant(acme):
        course, lessons = two_modules()
        target = course.modules.last()
        service.place_lesson(lesson_id=lessons[which].id, module_id=target.id, index=index)
        assert outline(course) == expected


def test_a_lesson_does_not_leave_its_course(acme: TenantInfo) -> None:
    with in_tenant(acme):
        course, lessons = two_modules()
        elsewhere = ModuleFactory()
        with pytest.raises(Missing):
            service.place_lesson(lesson_id=lessons["a"].id, module_id=elsewhere.id, index=0)
        assert outline(course) == [["a", "b"], ["c", "d"]]


def test_a_removed_lesson_comes_back_to_its_place(acme: TenantInfo) -> None:
    with in_tenant(acme):
        course, lessons = two_modules()
        service.delete_lesson(lesson_id=lessons["a"].id)
        assert outline(course) == [["b"], ["c", "d"]]
        with pytest.raises(Missing):
            service.move_lesson(lesson_id=lessons["a"].id, step=1)
        service.restore_lesson(lesson_id=lessons["a"].id)
        assert outline(course) == [["a", "b"], ["c", "d"]]


def test_a_lesson_of_a_removed_module_waits_for_it(acme: TenantInfo) -> None:
    with in_tenant(acme):
        _course, lessons = two_modules()
        service.delete_lesson(lesson_id=lessons["a"].id)
        delete_module(module_id=lessons["a"].module_id)
        with pytest.raises(Missing):
            service.restore_lesson(lesson_id=lessons["a"].id)
        lessons["a"].refresh_from_db()
        assert lessons["a"].deleted_at is not None


def test_saving_counts_and_measures(acme: TenantInfo) -> None:
    with in_tenant(acme):
        lesson = make_draft(CourseFactory(), modules=1, lessons=1)[0]
        words = "word " * 500
        revision = service.save_lesson(
            lesson_id=lesson.id, title="T", body_md=words, is_preview=True, minutes=None, revision=0
        )
        lesson.refresh_from_db()
        assert revision == lesson.revision == 1
        assert (lesson.title, lesson.body_md, lesson.is_preview) == ("T", words, True)
        assert lesson.duration_seconds == 150
        service.save_lesson(
            lesson_id=lesson.id, title="T", body_md=words, is_preview=True, minutes=9, revision=1
        )
        lesson.refresh_from_db()
        assert (lesson.duration_seconds, lesson.duration_is_manual) == (540, True)


def test_a_second_window_does_not_overwrite_the_first(acme: TenantInfo) -> None:
    with in_tenant(acme):
        lesson = make_draft(CourseFactory(), modules=1, lessons=1)[0]
        fields = {"title": "T", "is_preview": False, "minutes": None}
        service.save_lesson(lesson_id=lesson.id, body_md="first", revision=0, **fields)
        with pytest.raises(Conflict):
            service.save_lesson(lesson_id=lesson.id, body_md="second", revision=0, **fields)
        lesson.refresh_from_db()
        assert (lesson.body_md, lesson.revision) == ("first", 1)


@pytest.mark.parametrize(
    "wrong",
    [{"title": " "}, {"body_md": "x" * 60_001}, {"minutes": 0}, {"minutes": 241}],
)
def test_what_cannot_be_is_not_saved(acme: TenantInfo, wrong: dict[str, object]) -> None:
    with in_tenant(acme):
        lesson = make_draft(CourseFactory(), modules=1, lessons=1)[0]
        fields = {"title": "T", "body_md": "b", "is_preview": False, "minutes": None, "revision": 0}
        with pytest.raises(Invalid):
            service.save_lesson(lesson_id=lesson.id, **(fields | wrong))
        assert Lesson.objects.get(id=lesson.id).body_md == lesson.body_md


def test_a_video_says_how_long_it_takes(acme: TenantInfo) -> None:
    with in_tenant(acme):
        lesson = LessonFactory(kind="video", media=MediaAssetFactory(duration_ms=61_001))
        assert service.measured_seconds(lesson) == 62


def test_a_lesson_is_text_video_or_quiz(acme: TenantInfo) -> None:
    with in_tenant(acme):
        module = ModuleFactory()
        with pytest.raises(Invalid):
            service.add_lesson(module_id=module.id, title="T", kind="film")
        assert Lesson.objects.count() == 0
        service.add_lesson(module_id=module.id, title="T", kind="quiz")
        assert Lesson.objects.get().duration_seconds == 300


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from([-1, 1])), max_size=30))
@settings(max_examples=60)
def test_moving_loses_and_doubles_nothing(moves: list[tuple[int, int]]) -> None:
    rows = [Lesson(title=title, position=at) for at, title in enumerate("abcdef")]
    everyone = list(rows)
    for which, step in moves:
        before = [row.title for row in rows]
        order.swap(rows, everyone[which], step)
        after = [row.title for row in rows]
        assert sorted(after) == list("abcdef")
        assert sum(a != b for a, b in zip(before, after, strict=True)) in (0, 2)
    if moves:
        order.number(rows)
        assert [row.position for row in rows] == [1, 2, 3, 4, 5, 6]
