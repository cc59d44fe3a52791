"""Publishing: the draft is checked, frozen as the next version, announced, made current."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from learning.catalogue.enums import CourseStatus, LessonKind
from learning.catalogue.events import CoursePublished
from learning.catalogue.formats import formats_of
from learning.catalogue.models import Course, CourseVersion, Lesson, Module
from learning.catalogue.policies.course import granted_editors
from learning.catalogue.selectors.checklist import blockers, publication_checklist
from learning.catalogue.selectors.draft import draft_outline
from learning.catalogue.services.course import locked
from tenants.accounts.api import User
from tenants.kernel import audit
from tenants.kernel.clock import now
from tenants.kernel.errors import Invalid
from tenants.kernel.events import publish
from tenants.kernel.markup import render_markdown
from tenants.notify.api import notify

NOTES_LIMIT = 2000


def publish_course(*, course_id: UUID, actor: User, notes: str = "") -> UUID:
    """Freeze the draft as the next version and make it the one new learners get.

    Those who study an earlier version stay on it. An app that owns a part of a lesson (quizzes)
    looks at its part in an inline handler of CoursePublished; when it raises, nothing happened.

    Args:
        course_id: the course.
        actor: who publishes.
        notes: what changed, for colleagues.

    Returns:
        The version's id.

    Raises:
        Missing: there is no such course.
        Invalid: the checklist has blockers, or an inline handler found one.
    """
    if len(notes) > NOTES_LIMIT:
        raise Invalid(
            _("Keep the notes under %(limit)d characters.") % {"limit": NOTES_LIMIT}, field="notes"
        )
    with transaction.atomic():
        course = locked(course_id)
        if course.status == CourseStatus.ARCHIVED:
            raise Invalid(_("Bring the course back from the archive first."))
        left = blockers(publication_checklist(draft_outline(course_id)))
        if left:
            raise Invalid(" ".join(problem.text for problem in left))
        content = frozen_content(course_id)
        latest = CourseVersion.objects.filter(course=course).aggregate(n=Max("number"))["n"] or 0
        moment = now()
        version = CourseVersion.objects.create(
            course=course,
            number=latest + 1,
            published_at=moment,
            published_by=actor,
            notes=notes.strip(),
            content=content,
            outline=_without_texts(content),
            modules_total=len(content["modules"]),
            lessons_total=len(_lessons(content)),
            duration_seconds=sum(lesson["duration_seconds"] for lesson in _lessons(content)),
            formats=formats_of(lesson["kind"] for lesson in _lessons(content)),
        )
        publish(CoursePublished(course_id=course_id, version_id=version.id, number=version.number))
        course.current_version = version
        course.status = CourseStatus.PUBLISHED
        course.published_at = course.edited_at = course.updated_at = moment
        course.save(
            update_fields=["current_version", "status", "published_at", "edited_at", "updated_at"]
        )
        _tell_other_authors(course, actor, number=version.number)
        audit.record(
            "catalogue.course_published",
            actor=actor,
            target=course.title,
            target_id=course_id,
            changes={"version": version.number},
        )
    return version.id


def _tell_other_authors(course: Course, actor: User, *, number: int) -> None:
    others = {course.owner_id, *(one.pk for one in granted_editors(course))} - {actor.pk}
    notify(
        to=others,
        kind="studio.course_published",
        context={"person": actor.display_name, "course_title": course.title, "number": number},
        dedupe_key=f"published:{course.id}:{number}",
        url=f"/studio/courses/{course.id}/",
        about=f"course:{course.id}",
    )


def frozen_content(course_id: UUID) -> dict[str, Any]:
    """Return the draft as a version holds it: texts as safe HTML, videos by their asset's id."""
    lessons = Lesson.objects.filter(
        module__course_id=course_id, module__deleted_at=None, deleted_at=None
    )
    by_module: dict[UUID, list[Lesson]] = {}
    for lesson in lessons:
        by_module.setdefault(lesson.module_id, []).append(lesson)
    return {
        "modules": [
            {
                "id": str(module.id),
                "title": module.title,
                "lessons": [_frozen(lesson) for lesson in by_module.get(module.id, [])],
            }
            for module in Module.objects.filter(course_id=course_id, deleted_at=None)
        ]
    }


def _frozen(lesson: Lesson) -> dict[str, Any]:
    has_media = lesson.kind == LessonKind.VIDEO and lesson.media_id is not None
    return {
        "id": str(lesson.id),
        "title": lesson.title,
        "kind": lesson.kind,
        "body_html": render_markdown(lesson.body_md),
        "media_id": str(lesson.media_id) if has_media else None,
        "duration_seconds": lesson.duration_seconds,
        "is_preview": lesson.is_preview,
    }


def _lessons(content: dict[str, Any]) -> list[dict[str, Any]]:
    return [lesson for module in content["modules"] for lesson in module["lessons"]]


def _without_texts(content: dict[str, Any]) -> dict[str, Any]:
    return {
        "modules": [
            {
                **module,
                "lessons": [
                    {name: value for name, value in lesson.items() if name != "body_html"}
                    for lesson in module["lessons"]
                ],
            }
            for module in content["modules"]
        ]
    }
