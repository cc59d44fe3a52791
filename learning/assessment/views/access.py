"""Whose page it is: learners' own attempts, and the quizzes an author may change."""

from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest

from learning.assessment.models import Attempt
from learning.assessment.selectors.attempt import attempt_of
from learning.catalogue import api as catalogue
from learning.delivery import api as delivery
from tenants.accounts.api import User
from tenants.kernel.errors import Missing


def own_enrolment_or_404(request: HttpRequest, course_id: UUID) -> delivery.EnrolmentInfo:
    """Return the visitor's enrolment, or answer as if there were no such course."""
    info = delivery.enrolment_of(cast(User, request.user).id, course_id)
    if info is None or info.is_withdrawn:
        raise Http404
    return info


def own_attempt_or_404(info: delivery.EnrolmentInfo, lesson_id: UUID, attempt_id: UUID) -> Attempt:
    """Return an attempt of this enrolment, or answer as if there were no such attempt."""
    attempt = attempt_of(enrolment_id=info.id, lesson_id=lesson_id, attempt_id=attempt_id)
    if attempt is None:
        raise Http404
    return attempt


def quiz_lesson(request: HttpRequest, lesson_id: UUID) -> catalogue.LessonInfo:
    """Return a quiz lesson that the visitor may change.

    Raises:
        Http404: when this schema has no such quiz lesson.
        Refused: when it has, but the course is not theirs to change.
    """
    try:
        lesson = catalogue.lesson_info(lesson_id)
        catalogue.require_editor(cast(User, request.user), lesson.course_id)
    except Missing as error:
        raise Http404 from error
    if lesson.kind != catalogue.LessonKind.QUIZ:
        raise Http404
    return lesson
