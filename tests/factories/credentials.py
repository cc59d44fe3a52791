"""Certificates for tests, made as the product makes them. Call these inside a schema."""

from uuid import UUID

from learning.catalogue.api import (
    CourseDetails,
    add_lesson,
    add_module,
    create_course,
    get_outline,
    publish_course,
    save_lesson,
)
from learning.credentials.models import Certificate
from learning.delivery.api import EnrolmentInfo, complete_lesson, enrol_learner
from tenants.accounts.api import Role, User
from tests.factories.accounts import UserFactory


def published_course(title: str = "Discovery questions", modules: tuple[int, ...] = (2, 1)) -> UUID:
    """Publish a course with as many text lessons per module as `modules` says; return its id."""
    author = UserFactory(roles=[Role.AUTHOR, Role.INSTRUCTOR])
    course_id = create_course(
        details=CourseDetails(title=title, summary="Ask first."), owner=author
    )
    for number, lessons in enumerate(modules, start=1):
        module_id = add_module(course_id=course_id, title=f"Part {number}")
        for place in range(lessons):
            lesson_id = add_lesson(module_id=module_id, title=f"Lesson {place + 1}", kind="text")
            save_lesson(
                lesson_id=lesson_id,
                title=f"Lesson {place + 1}",
                body_md="Ask what it costs them to leave things as they are.",
                is_preview=False,
                minutes=20,
                revision=0,
            )
    publish_course(course_id=course_id, actor=author)
    return course_id


def enrolled(learner: User, course_id: UUID | None = None) -> EnrolmentInfo:
    """Enrol a learner, in a course of their own by default."""
    return enrol_learner(
        course_id=course_id or published_course(), learner_id=learner.id, source="self"
    )


def complete(enrolment: EnrolmentInfo) -> None:
    """Do every lesson of an enrolment."""
    for lesson in get_outline(enrolment.version_id).lessons:
        complete_lesson(enrolment_id=enrolment.id, lesson_id=lesson.id)


def certificate_for(learner: User, course_id: UUID | None = None) -> Certificate:
    """Let a learner complete a course, and return the certificate that came of it."""
    enrolment = enrolled(learner, course_id)
    complete(enrolment)
    return Certificate.objects.get(enrolment_id=enrolment.id)
