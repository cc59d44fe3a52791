"""Publishing: the checklist, the freeze, and handlers that say no."""

from collections.abc import Iterator
from typing import Any
from unittest.mock import ANY

import pytest
from django.conf import settings as django_settings

from learning.catalogue.enums import CourseStatus, LessonKind, MediaStatus
from learning.catalogue.events import CoursePublished
from learning.catalogue.models import Course, CourseVersion, Lesson
from learning.catalogue.selectors.outline import get_lesson_body, get_outline
from learning.catalogue.services.course import archive_course
from learning.catalogue.services.lesson import delete_lesson, save_lesson
from learning.catalogue.services.module import delete_module
from learning.catalogue.services.publication import publish_course
from tenants.kernel.errors import Invalid
from tenants.kernel.models import AuditEntry
from tenants.kernel.reactions import Reactions
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.catalogue import (
    CourseFactory,
    LessonFactory,
    MediaAssetFactory,
    ModuleFactory,
    current_version,
    make_draft,
    make_published_course,
)

pytestmark = pytest.mark.django_db
HERE = "tests.learning.catalogue.services.test_publication"
heard: list[CoursePublished] = []


def note(event: CoursePublished) -> None:
    heard.append(event)


def object_to_it(event: CoursePublished) -> None:
    raise Invalid("A quiz has no question.")


@pytest.fixture
def reactions(settings: Any) -> Iterator[Any]:
    heard.clear()

    def install(handler: str) -> None:
        table = dict(django_settings.EVENTS)
        table["catalogue.course_published"] = Reactions(inline=(f"{HERE}.{handler}",))
        settings.EVENTS = table

    yield install
    heard.clear()


@pytest.fixture(autouse=True)
def without_other_apps(settings: Any) -> None:
    settings.EVENTS = {}


def test_version_1_freezes_the_draft(acme: TenantInfo, reactions: Any) -> None:
    reactions("note")
    with in_tenant(acme):
        course = CourseFactory(title="Closing")
        first, second = make_draft(course, modules=2, lessons=1)
        publish_course(course_id=course.id, actor=course.owner, notes=" first ")
        course.refresh_from_db()
        version = current_version(course)
        assert (course.status, version.number, version.notes) == (
            CourseStatus.PUBLISHED,
            1,
            "first",
        )
        assert (version.modules_total, version.lessons_total, version.duration_seconds) == (
            2,
            2,
            240,
        )
        assert heard == [CoursePublished(course_id=course.id, version_id=version.id, number=1)]
        assert version.content["modules"][0]["lessons"] == [
            {
                "id": str(first.id),
                "title": first.title,
                "kind": "text",
                "body_html": "<p>Ask first. Then listen.</p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n",
                "media_id": None,
                "duration_seconds": 120,
                "is_preview": False,
            }
        ]
        assert "body_html" not in version.outline["modules"][0]["lessons"][0]
        outline = get_outline(version.id)
        assert [lesson.id for lesson in outline.lessons] == [first.id, second.id]
        assert get_lesson_body(outline, second.id).startswith("<p>Ask first.")
        assert AuditEntry.objects.filter(action="catalogue.course_published").count() == 1


def test_later_edits_wait_for_the_next_version(acme: TenantInfo) -> None:
    with in_tenant(acme):
        course = make_published_course(modules=2, lessons=2)
        version = current_version(course)
        before = dict(version.content)
        assert not course.has_unpublished_changes
        lesson = Lesson.objects.filter(module__course=course).first()
        assert lesson is not None
        save_lesson(
            lesson_id=lesson.id, title="New", body_md="new", is_preview=True, minutes=7, revision=0
        )
        delete_module(module_id=course.modules.last().id)
        version.refresh_from_db()
        course.refresh_from_db()
        assert version.content == before
        assert course.has_unpublished_changes
        publish_course(course_id=course.id, actor=course.owner)
        course.refresh_from_db()
        newest = current_version(course)
        assert newest.number == 2
        assert not course.has_unpublished_changes
        assert [row["title"] for row in newest.content["modules"][0]["lessons"]] == ["New", ANY]
        assert newest.modules_total == 1
        assert newest.content["modules"][0]["lessons"][0]["id"] == str(lesson.id)
        version.refresh_from_db()
        assert version.content == before


def test_a_handler_that_objects_leaves_everything_as_it_was(
    acme: TenantInfo, reactions: Any
) -> None:
    reactions("object_to_it")
    with in_tenant(acme):
        course = CourseFactory()
        make_draft(course)
        with pytest.raises(Invalid, match="A quiz has no question"):
            publish_course(course_id=course.id, actor=course.owner)
        course.refresh_from_db()
        assert course.status == CourseStatus.DRAFT
        assert CourseVersion.objects.count() == 0
        assert AuditEntry.objects.filter(action="catalogue.course_published").count() == 0


def _no_module() -> Course:
    return CourseFactory()


def _empty_module() -> Course:
    course = CourseFactory()
    make_draft(course)
    ModuleFactory(course=course, title="Hollow")
    return course


def _only_removed_lessons() -> Course:
    course = CourseFactory()
    for lesson in make_draft(course, modules=1, lessons=2):
        delete_lesson(lesson_id=lesson.id)
    return course


def _blank_text() -> Course:
    course = CourseFactory()
    make_draft(course)
    LessonFactory(module=course.modules.first(), title="Blank", body_md=" \n ")
    return course


def _no_video() -> Course:
    course = CourseFactory()
    LessonFactory(module=ModuleFactory(course=course), kind=LessonKind.VIDEO)
    return course


def _video_in_the_works() -> Course:
    course = CourseFactory()
    pending = MediaAssetFactory(status=MediaStatus.PROCESSING, progress=40)
    LessonFactory(module=ModuleFactory(course=course), kind=LessonKind.VIDEO, pending_media=pending)
    return course


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (_no_module, "Add a first module"),
        (_empty_module, "Hollow"),
        (_only_removed_lessons, "has no lesson yet"),
        (_blank_text, "Blank"),
        (_no_video, "has no video yet"),
        (_video_in_the_works, "being processed"),
    ],
)
def test_what_is_not_finished_is_not_published(acme: TenantInfo, make: Any, words: str) -> None:
    with in_tenant(acme):
        course = make()
        with pytest.raises(Invalid, match=words):
            publish_course(course_id=course.id, actor=course.owner)
        assert CourseVersion.objects.count() == 0


def test_missing_captions_are_advice(acme: TenantInfo) -> None:
    with in_tenant(acme):
        course = make_published_course(kinds=[LessonKind.VIDEO])
        lessons = current_version(course).content["modules"][-1]["lessons"]
        assert lessons[-1]["media_id"] == str(Lesson.objects.get(kind="video").media_id)


def test_an_archived_course_is_not_published(acme: TenantInfo) -> None:
    with in_tenant(acme):
        course = make_published_course()
        archive_course(course_id=course.id, actor=course.owner)
        with pytest.raises(Invalid):
            publish_course(course_id=course.id, actor=course.owner)
        assert CourseVersion.objects.filter(course=course).count() == 1


def test_markup_in_a_lesson_is_made_safe(acme: TenantInfo) -> None:
    with in_tenant(acme):
        course = CourseFactory()
        body = "<script>alert(1)</script>\n\n[x](javascript:alert(1)) **b**"
        LessonFactory(module=ModuleFactory(course=course), body_md=body)
        publish_course(course_id=course.id, actor=course.owner)
        course.refresh_from_db()
        html = current_version(course).content["modules"][0]["lessons"][0]["body_html"]
        assert "<script" not in html
        assert "href" not in html
        assert "<strong>b</strong>" in html
