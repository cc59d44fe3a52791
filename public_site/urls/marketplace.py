"""Addresses of the home page and the courses."""

from django.urls import path

from public_site.views import catalogue, home

urlpatterns = [
    path("", home.home, name="home"),
    path("courses/", catalogue.courses, name="catalogue"),
    path("courses/suggest/", catalogue.suggest, name="suggest"),
    path("courses/compare/", catalogue.compare, name="compare"),
    path("courses/<slug:course_slug>/", catalogue.course, name="course"),
    path("courses/<slug:course_slug>/reviews/", catalogue.course_reviews, name="course_reviews"),
    path(
        "courses/<slug:course_slug>/image-<str:digest>.png",
        catalogue.course_image,
        name="course_image",
    ),
    path("courses/<slug:course_slug>/preview/<uuid:lesson_id>/", catalogue.preview, name="preview"),
]
