"""Addresses of career paths, for learners and for staff."""

from django.urls import path

from public_site.views import paths
from public_site.views.staff import path_steps
from public_site.views.staff import paths as staff

_PATH = "staff/paths/<uuid:path_id>/"
_STEP = "staff/paths/steps/<uuid:step_id>/"
_COURSE = f"{_STEP}courses/<uuid:course_id>/"
urlpatterns = [
    path("paths/", paths.paths, name="paths"),
    path("paths/<slug:path_slug>/", paths.path, name="path"),
    path("paths/<slug:path_slug>/follow/", paths.follow, name="path_follow"),
    path("paths/<slug:path_slug>/leave/", paths.leave, name="path_leave"),
    path("staff/paths/", staff.paths, name="staff_paths"),
    path("staff/paths/new/", staff.create, name="staff_path_new"),
    path(_PATH, staff.path, name="staff_path"),
    path(f"{_PATH}publish/", staff.publish, name="staff_path_publish"),
    path(f"{_PATH}hide/", staff.hide, name="staff_path_hide"),
    path(f"{_PATH}move/", staff.move, name="staff_path_move"),
    path(f"{_PATH}steps/", path_steps.add, name="staff_step_add"),
    path(_STEP, path_steps.step, name="staff_step"),
    path(f"{_STEP}move/", path_steps.move, name="staff_step_move"),
    path(f"{_STEP}remove/", path_steps.remove, name="staff_step_remove"),
    path(f"{_STEP}restore/", path_steps.restore, name="staff_step_restore"),
    path(f"{_STEP}courses/", path_steps.course_add, name="staff_step_course_add"),
    path(f"{_COURSE}remove/", path_steps.course_remove, name="staff_step_course_remove"),
    path(f"{_COURSE}move/", path_steps.course_move, name="staff_step_course_move"),
]
