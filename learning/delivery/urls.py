"""Addresses of studying, on both kinds of host."""

from django.urls import path

from learning.delivery.views import course, lesson, review, review_queue

app_name = "delivery"
urlpatterns = [
    path("learn/courses/", course.my_courses, name="my_courses"),
    path("learn/<uuid:course_id>/", course.course, name="course"),
    path("learn/<uuid:course_id>/reviews/", review.reviews, name="reviews"),
    path("learn/<uuid:course_id>/review/", review.review, name="review"),
    path("learn/<uuid:course_id>/review/remove/", review.review_remove, name="review_remove"),
    path("learn/<uuid:course_id>/review/restore/", review.review_restore, name="review_restore"),
    path("reviews/reported/", review_queue.queue, name="reported"),
    path("reviews/<uuid:course_review_id>/report/", review.report, name="review_report"),
    path("reviews/<uuid:course_review_id>/reply/", review.reply, name="review_reply"),
    path(
        "reviews/<uuid:course_review_id>/moderate/", review_queue.moderate, name="review_moderate"
    ),
    path("reviews/<uuid:course_review_id>/undo/", review_queue.undo, name="review_undo"),
    path("learn/<uuid:course_id>/enrol/", course.enrol, name="enrol"),
    path("learn/<uuid:course_id>/<uuid:lesson_id>/", lesson.lesson, name="lesson"),
    path("learn/<uuid:course_id>/<uuid:lesson_id>/done/", lesson.done, name="done"),
    path("learn/<uuid:course_id>/<uuid:lesson_id>/watch/", lesson.watch, name="watch"),
]
