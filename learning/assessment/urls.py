"""Addresses of quizzes, on both kinds of host: the learner's under a lesson, the author's studio."""

from django.urls import path

from learning.assessment.views import attempt, studio

_LEARN = "learn/<uuid:course_id>/<uuid:lesson_id>/quiz/"
_STUDIO = "studio/quiz/<uuid:lesson_id>/"

app_name = "assessment"
urlpatterns = [
    path(_LEARN, attempt.quiz, name="quiz"),
    path(f"{_LEARN}start/", attempt.start, name="start"),
    path(f"{_LEARN}<uuid:attempt_id>/", attempt.attempt, name="attempt"),
    path(f"{_LEARN}<uuid:attempt_id>/save/", attempt.save, name="save"),
    path(f"{_LEARN}<uuid:attempt_id>/submit/", attempt.submit, name="submit"),
    path(_STUDIO, studio.quiz, name="studio_quiz"),
    path(f"{_STUDIO}rules/", studio.rules, name="rules"),
    path(f"{_STUDIO}questions/new/", studio.question_new, name="question_new"),
    path(f"{_STUDIO}questions/<uuid:question_id>/", studio.question, name="question"),
    path(
        f"{_STUDIO}questions/<uuid:question_id>/move/", studio.question_move, name="question_move"
    ),
    path(
        f"{_STUDIO}questions/<uuid:question_id>/remove/",
        studio.question_remove,
        name="question_remove",
    ),
    path(
        f"{_STUDIO}questions/<uuid:question_id>/restore/",
        studio.question_restore,
        name="question_restore",
    ),
]
