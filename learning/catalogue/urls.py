"""Addresses of the studio."""

from django.urls import path

from learning.catalogue.views import course, home, lesson, module, publication, video

app_name = "catalogue"
_COURSE, _MODULE, _LESSON = (
    "studio/<uuid:course_id>/",
    "studio/modules/<uuid:module_id>/",
    "studio/lessons/<uuid:lesson_id>/",
)
urlpatterns = [
    path("studio/", home.studio_home, name="studio_home"),
    path("studio/new/", course.course_create, name="course_create"),
    path(_COURSE, course.course_edit, name="course_edit"),
    path(f"{_COURSE}details/", course.course_details, name="course_details"),
    path(f"{_COURSE}archive/", course.course_archive, name="course_archive"),
    path(f"{_COURSE}unarchive/", course.course_unarchive, name="course_unarchive"),
    path(f"{_COURSE}editors/", course.editor_add, name="editor_add"),
    path(f"{_COURSE}editors/<uuid:person_id>/remove/", course.editor_remove, name="editor_remove"),
    path(f"{_COURSE}preview/", publication.course_preview, name="course_preview"),
    path(f"{_COURSE}publish/", publication.course_publish, name="course_publish"),
    path(f"{_COURSE}modules/", module.module_add, name="module_add"),
    path(f"{_MODULE}rename/", module.module_rename, name="module_rename"),
    path(f"{_MODULE}move/", module.module_move, name="module_move"),
    path(f"{_MODULE}delete/", module.module_delete, name="module_delete"),
    path(f"{_MODULE}restore/", module.module_restore, name="module_restore"),
    path(f"{_MODULE}lessons/", lesson.lesson_add, name="lesson_add"),
    path(_LESSON, lesson.lesson_edit, name="lesson_edit"),
    path(f"{_LESSON}render/", lesson.lesson_render, name="lesson_render"),
    path(f"{_LESSON}move/", lesson.lesson_move, name="lesson_move"),
    path(f"{_LESSON}delete/", lesson.lesson_delete, name="lesson_delete"),
    path(f"{_LESSON}restore/", lesson.lesson_restore, name="lesson_restore"),
    path(f"{_LESSON}preview/", publication.lesson_preview, name="lesson_preview"),
    path(f"{_LESSON}video/", video.video_upload, name="video_upload"),
    path(f"{_LESSON}video/state/", video.video_state, name="video_state"),
    path(f"{_LESSON}video/cancel/", video.video_cancel, name="video_cancel"),
    path(f"{_LESSON}video/retry/", video.video_retry, name="video_retry"),
    path(f"{_LESSON}captions/", video.captions_edit, name="captions_edit"),
    path(f"{_LESSON}captions/remove/", video.captions_remove, name="captions_remove"),
    path(f"{_LESSON}poster/", video.poster_upload, name="poster_upload"),
]
