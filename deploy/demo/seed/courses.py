"""The demo's courses, created and published as an author would; clips are left to the worker."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.conf import settings

from deploy.demo.parse import load_courses
from deploy.demo.shapes import Collection, CourseContent, LessonContent
from learning.assessment.api import ChoiceDraft, QuestionDraft, save_quiz
from learning.catalogue.api import (
    CourseDetails,
    add_lesson,
    add_module,
    create_course,
    publish_course,
    save_lesson,
)
from learning.catalogue.enums import MediaKind, MediaStatus
from learning.catalogue.models import Lesson, MediaAsset
from tenants.accounts.api import User
from tenants.kernel import clock
from tenants.kernel.ids import uuid7
from tenants.kernel.jobs import enqueue

CLIP_JOB = "demo.make_clip"


@dataclass(frozen=True)
class SeededCourse:
    """A published course, with the lesson ids that history needs."""

    content: CourseContent
    course_id: UUID
    version_id: UUID
    lesson_ids: dict[str, UUID] = field(default_factory=dict)


def seed_courses(
    collection: Collection, *, owners: dict[str, User], published_at: datetime
) -> dict[str, SeededCourse]:
    """Create and publish every course of a collection in the entered schema.

    Args:
        collection: whose.
        owners: the owner of each course by the instructor's key; "" for all others.
        published_at: UTC.

    Returns:
        The courses by slug.
    """
    seeded = {}
    for content in load_courses(collection):
        owner = owners.get(content.instructor.key) or owners[""]
        with clock.frozen(published_at):
            seeded[content.slug] = _seed_course(collection, content, owner)
    return seeded


def _seed_course(collection: Collection, content: CourseContent, owner: User) -> SeededCourse:
    course_id = create_course(
        details=CourseDetails(
            title=content.title,
            summary=content.summary,
            description_md=content.description_md,
            language=content.language,
            level=content.level,
            industry=content.industry,
            outcomes=tuple(content.outcomes),
            skills=content.skills,
            prerequisites_md=content.prerequisites_md,
            instructor_name=content.instructor.name,
        ),
        owner=owner,
        slug=content.slug,
    )
    ids: dict[str, UUID] = {}
    for module in content.modules:
        module_id = add_module(course_id=course_id, title=module.title)
        for lesson in module.lessons:
            ids[lesson.key] = _seed_lesson(collection, content, lesson, module_id, owner)
    version_id = publish_course(course_id=course_id, actor=owner, notes="First version.")
    # Publishing asks for videos that play. These are made after commit, and until then nobody but
    # this transaction sees them as ready.
    MediaAsset.objects.filter(size_bytes=0).update(status=MediaStatus.UPLOADED)
    return SeededCourse(content, course_id, version_id, ids)


def _seed_lesson(
    collection: Collection,
    course: CourseContent,
    lesson: LessonContent,
    module_id: UUID,
    owner: User,
) -> UUID:
    lesson_id = add_lesson(module_id=module_id, title=lesson.title, kind=lesson.kind)
    save_lesson(
        lesson_id=lesson_id,
        title=lesson.title,
        body_md=lesson.body_md,
        is_preview=lesson.is_preview,
        minutes=None,
        revision=Lesson.objects.values_list("revision", flat=True).get(id=lesson_id),
    )
    if lesson.quiz is not None:
        save_quiz(
            lesson_id=lesson_id,
            questions=[
                QuestionDraft(
                    prompt_md=question.prompt_md,
                    kind=question.kind,
                    explanation_md=question.explanation_md,
                    points=question.points,
                    choices=tuple(
                        ChoiceDraft(choice.text, choice.is_correct, choice.feedback)
                        for choice in question.choices
                    ),
                )
                for question in lesson.quiz.questions
            ],
            pass_percent=lesson.quiz.pass_percent,
            max_attempts=lesson.quiz.max_attempts,
            shuffle=lesson.quiz.shuffle,
        )
    if lesson.clip is not None:
        _await_clip(collection, course, lesson, lesson_id, owner)
    return lesson_id


def _await_clip(
    collection: Collection,
    course: CourseContent,
    lesson: LessonContent,
    lesson_id: UUID,
    owner: User,
) -> None:
    """Put a video in place that the worker has yet to make; until then the page says so."""
    assert lesson.clip is not None
    asset = MediaAsset.objects.create(
        id=uuid7(),
        kind=MediaKind.VIDEO,
        status=MediaStatus.READY,
        original_name=f"{lesson.clip.name}.mp4",
        duration_ms=lesson.clip.duration_ms,
        size_bytes=0,
        created_by=owner,
        created_at=clock.now(),
    )
    Lesson.objects.filter(id=lesson_id).update(
        media=asset, duration_seconds=-(-lesson.clip.duration_ms // 1000)
    )
    if settings.DEMO_VIDEOS:
        enqueue(
            CLIP_JOB,
            media_id=asset.id,
            collection=collection,
            course=course.slug,
            lesson=lesson.key,
        )
