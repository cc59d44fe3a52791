"""Freezing quizzes at publication."""

import pytest

from learning.assessment.api import save_quiz
from learning.assessment.models import Choice, QuizVersion
from learning.assessment.services.quiz import add_question, remove_question
from learning.catalogue.models import CourseVersion
from learning.catalogue.services.publication import publish_course
from tenants.kernel.errors import Invalid
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.assessment import frozen, make_quiz_course, make_quiz_lesson, multiple, single
from tests.factories.delivery import enrolled_in

pytestmark = pytest.mark.django_db


def test_learners_keep_the_quiz_they_were_published(acme: TenantInfo) -> None:
    with in_tenant(acme):
        course, lesson_id = make_quiz_course([single("First?")])
        info = enrolled_in(course)
        save_quiz(lesson_id=lesson_id, questions=[single("Second?"), multiple()])
        publish_course(course_id=course.id, actor=course.owner)
        assert [one.prompt_html.strip() for one in frozen(info, lesson_id).questions] == [
            "<p>First?</p>"
        ]
        later = enrolled_in(course)
        assert len(frozen(later, lesson_id).questions) == 2


def test_a_course_with_an_empty_quiz_is_not_published(acme: TenantInfo) -> None:
    with in_tenant(acme):
        lesson = make_quiz_lesson()
        course = lesson.module.course
        with pytest.raises(Invalid, match="Module check"):
            publish_course(course_id=course.id, actor=course.owner)
        only = add_question(lesson_id=lesson.id, draft=single())
        remove_question(lesson_id=lesson.id, question_id=only)
        with pytest.raises(Invalid, match="no question"):
            publish_course(course_id=course.id, actor=course.owner)
        course.refresh_from_db()
        assert (course.status, course.current_version_id) == ("draft", None)
        assert CourseVersion.objects.count() == QuizVersion.objects.count() == 0


def test_a_question_that_cannot_be_asked_stops_publication(acme: TenantInfo) -> None:
    """Rows changed past the services: publication looks again."""
    with in_tenant(acme):
        lesson = make_quiz_lesson()
        add_question(lesson_id=lesson.id, draft=single())
        Choice.objects.update(is_correct=False)
        course = lesson.module.course
        with pytest.raises(Invalid, match="Question 1"):
            publish_course(course_id=course.id, actor=course.owner)
        assert CourseVersion.objects.count() == 0
