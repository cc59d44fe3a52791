"""Courses, drafts and published ones, for tests. Call them inside a schema: `with in_tenant(acme):`."""

from collections.abc import Sequence
from typing import Any

import factory

from learning.catalogue.enums import (
    CareerLevel,
    CourseStatus,
    LessonKind,
    MediaKind,
    MediaStatus,
    PathStatus,
)
from learning.catalogue.models import (
    Caption,
    CareerPath,
    Course,
    CourseVersion,
    Lesson,
    MediaAsset,
    Module,
    PathStep,
    StepCourse,
)
from learning.catalogue.services.publication import publish_course
from tenants.accounts.enums import Role
from tenants.kernel.clock import now
from tests.factories.accounts import UserFactory

TEXT = "Ask first. Then listen.\n\n- one\n- two"


class AuthorFactory(UserFactory):
    """An author of a company."""

    @factory.post_generation
    def roles(self: Any, create: bool, extracted: Sequence[Role] | None, **kwargs: Any) -> None:
        if create:
            for role in extracted if extracted is not None else (Role.AUTHOR,):
                self.role_grants.create(role=role)


class CourseFactory(factory.django.DjangoModelFactory):
    """A draft without modules; its owner is an author."""

    class Meta:
        model = Course

    title = factory.Sequence(lambda n: f"Course {n:03d}")
    slug = factory.Sequence(lambda n: f"course-{n:03d}")
    summary = "What it is about."
    owner = factory.SubFactory(AuthorFactory)
    instructor_name = "Asha Rao"
    outcomes = factory.LazyFunction(lambda: ["Ask before telling"])
    edited_at = factory.LazyFunction(now)
    created_at = factory.LazyFunction(now)
    updated_at = factory.LazyFunction(now)


class ModuleFactory(factory.django.DjangoModelFactory):
    """A module at the end of its course."""

    class Meta:
        model = Module

    course = factory.SubFactory(CourseFactory)
    title = factory.Sequence(lambda n: f"Module {n:03d}")
    position = factory.LazyAttribute(lambda m: Module.objects.filter(course=m.course).count() + 1)


class LessonFactory(factory.django.DjangoModelFactory):
    """A text lesson with a text, at the end of its module."""

    class Meta:
        model = Lesson

    module = factory.SubFactory(ModuleFactory)
    title = factory.Sequence(lambda n: f"Lesson {n:03d}")
    kind = LessonKind.TEXT
    body_md = TEXT
    duration_seconds = 120
    position = factory.LazyAttribute(lambda s: Lesson.objects.filter(module=s.module).count() + 1)


class MediaAssetFactory(factory.django.DjangoModelFactory):
    """A video that is ready, as rows go; no file lies behind it."""

    class Meta:
        model = MediaAsset

    kind = MediaKind.VIDEO
    status = MediaStatus.READY
    original_key = "nowhere/source.mp4"
    original_name = "clip.mp4"
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    size_bytes = 1000
    duration_ms = 60_000
    progress = 100
    created_by = factory.SubFactory(AuthorFactory)
    created_at = factory.LazyFunction(now)


class CaptionFactory(factory.django.DjangoModelFactory):
    """English captions, as a row."""

    class Meta:
        model = Caption

    media = factory.SubFactory(MediaAssetFactory)
    language = "en"
    label = "English"
    key = "nowhere/en.vtt"


def make_draft(course: Course, *, modules: int = 2, lessons: int = 2) -> list[Lesson]:
    """Give a course modules of text lessons; return the lessons in order."""
    made = []
    for _number in range(modules):
        module = ModuleFactory(course=course)
        made += [LessonFactory(module=module) for _lesson in range(lessons)]
    return made


def make_published_course(
    *, modules: int = 2, lessons: int = 2, kinds: Sequence[str] = (), **fields: Any
) -> Course:
    """Return a course whose version 1 is published.

    Args:
        modules: how many.
        lessons: text lessons in each.
        kinds: kinds of further lessons in the last module; a video is ready and has no files.
        fields: of the course.
    """
    course: Course = CourseFactory(**fields)
    make_draft(course, modules=modules, lessons=lessons)
    last = course.modules.last()
    for kind in kinds:
        media = MediaAssetFactory(created_by=course.owner) if kind == LessonKind.VIDEO else None
        LessonFactory(module=last, kind=kind, media=media, duration_seconds=60)
    publish_course(course_id=course.id, actor=course.owner)
    course.refresh_from_db()
    assert course.status == CourseStatus.PUBLISHED
    return course


def current_version(course: Course) -> CourseVersion:
    """Return the version new learners get."""
    version = course.current_version
    assert version is not None
    return version


class PathFactory(factory.django.DjangoModelFactory):
    """A career path without steps, a draft."""

    class Meta:
        model = CareerPath

    title = factory.Sequence(lambda n: f"Path {n:03d}")
    slug = factory.Sequence(lambda n: f"path-{n:03d}")
    level = CareerLevel.FRESHER
    summary = "From here to there."
    position = factory.Sequence(lambda n: n + 1)
    created_at = factory.LazyFunction(now)
    updated_at = factory.LazyFunction(now)


def make_path(*courses: Course, published: bool = True, **fields: Any) -> CareerPath:
    """Return a path with one step for each course; published unless said otherwise."""
    if published:
        fields |= {"status": PathStatus.PUBLISHED, "published_at": now()}
    path: CareerPath = PathFactory(**fields)
    for number, course in enumerate(courses, start=1):
        step = PathStep.objects.create(
            path=path, title=f"Step {number}", summary="What it is about.", position=number
        )
        StepCourse.objects.create(step=step, course=course, position=1)
    return path
