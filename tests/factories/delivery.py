"""Learners in courses, for tests. Call these inside a schema: `with in_tenant(acme):`."""

from uuid import UUID

from learning.catalogue.models import Course
from learning.catalogue.services.publication import publish_course
from learning.delivery.api import EnrolmentInfo, enrol_learner, progress_outline
from learning.delivery.models import Enrolment
from tenants.accounts.models import User
from tests.factories.accounts import UserFactory
from tests.factories.catalogue import (
    CourseFactory,
    LessonFactory,
    MediaAssetFactory,
    ModuleFactory,
)

VIDEO_MS = 60_000


def course_of(*kinds: str, video_ms: int = VIDEO_MS, **fields: object) -> Course:
    """Publish a course of one module with lessons of these kinds, `text` and `video`."""
    course: Course = CourseFactory(**fields)
    module = ModuleFactory(course=course)
    for kind in kinds:
        media = (
            MediaAssetFactory(created_by=course.owner, duration_ms=video_ms)
            if kind == "video"
            else None
        )
        LessonFactory(module=module, kind=kind, media=media, duration_seconds=60)
    publish_course(course_id=course.id, actor=course.owner)
    course.refresh_from_db()
    return course


def enrolled_in(course: Course, learner: User | None = None) -> EnrolmentInfo:
    """Enrol somebody; a new person when nobody is named."""
    person = learner or UserFactory()
    return enrol_learner(course_id=course.id, learner_id=person.id, source="self")


def lesson_ids(enrolment: EnrolmentInfo) -> list[UUID]:
    """Return the ids of an enrolment's lessons, in order."""
    return [lesson.id for lesson in progress_outline(enrolment).lessons]


def row_of(enrolment: EnrolmentInfo) -> Enrolment:
    """Return the enrolment as it stands in the database."""
    return Enrolment.objects.get(id=enrolment.id)
