"""Addresses of studying, on both kinds of host."""

from django.urls import path

from learning.delivery.views import course, lesson

app_name = "delivery"
urlpatterns = [
    path("learn/courses/", course.my_courses, name="my_courses"),
    path("learn/<uuid:course_id>/", course.course, name="course"),
    path("learn/<uuid:course_id>/enrol/", course.enrol, name="enrol"),
    path("learn/<uuid:course_id>/<uuid:lesson_id>/", lesson.lesson, name="lesson"),
    path("learn/<uuid:course_id>/<uuid:lesson_id>/done/", lesson.done, name="done"),
    path("learn/<uuid:course_id>/<uuid:lesson_id>/watch/", lesson.watch, name="watch"),
]
