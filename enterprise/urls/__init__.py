"""Addresses of a company: home, team, manage, brand."""

from django.urls import path

from enterprise.urls.company import urlpatterns as company
from enterprise.urls.employees import urlpatterns as employees
from enterprise.urls.people import urlpatterns as people
from enterprise.urls.privacy import urlpatterns as privacy
from enterprise.urls.roles import urlpatterns as roles
from enterprise.views import (
    assignments,
    audit,
    branding,
    departments,
    home,
    learners,
    team,
    team_acts,
)

app_name = "enterprise"
urlpatterns = [
    path("", home.home, name="home"),
    path("learn/", home.learn, name="learn"),
    path("brand.css", branding.stylesheet, name="brand_css"),
    path("brand/logo/<slug:digest>.png", branding.stored, {"kind": "logo"}, name="brand_logo"),
    path(
        "brand/picture/<slug:digest>.webp",
        branding.stored,
        {"kind": "picture"},
        name="brand_picture",
    ),
    path(
        "brand/background/<slug:digest>.jpg",
        branding.stored,
        {"kind": "background"},
        name="brand_background",
    ),
    path("brand/icon/<slug:digest>.png", branding.icon, name="brand_icon"),
    path("team/", team.team, name="team"),
    path("team/act/", team_acts.act, name="team_act"),
    path("team/export.csv", team.export_csv, name="team_csv"),
    path("team/export.xlsx", team.export_xlsx, name="team_xlsx"),
    path("team/nudges/<uuid:nudge_id>/undo/", team_acts.undo, name="nudge_undo"),
    path("team/<uuid:person_id>/", team.member, name="team_member"),
    path("manage/", home.manage, name="manage"),
    path("manage/learners/", learners.learners, name="learners"),
    path("manage/learners/export.csv", learners.learners_csv, name="learners_csv"),
    path("manage/figures.csv", home.manage_csv, name="manage_csv"),
    path("manage/branding/", branding.branding, name="branding"),
    path("manage/branding/colour/", branding.colour, name="branding_colour"),
    path("manage/branding/certificate/", branding.certificate, name="branding_certificate"),
    path("manage/branding/restore/", branding.restore, name="branding_restore"),
    path("manage/teams/", departments.teams, name="teams"),
    path("manage/teams/new/", departments.create, name="team_new"),
    path("manage/teams/<uuid:department_id>/", departments.edit, name="team_edit"),
    path("manage/teams/<uuid:department_id>/archive/", departments.archive, name="team_archive"),
    path("manage/teams/<uuid:department_id>/restore/", departments.restore, name="team_restore"),
    path(
        "manage/teams/<uuid:department_id>/people/<uuid:person_id>/place/",
        departments.place,
        name="team_place",
    ),
    path(
        "manage/teams/<uuid:department_id>/people/<uuid:person_id>/remove/",
        departments.remove,
        name="team_remove",
    ),
    path("manage/assignments/", assignments.assignments, name="assignments"),
    path("manage/assignments/new/", assignments.create, name="assignment_new"),
    path("manage/assignments/<uuid:assignment_id>/", assignments.assignment, name="assignment"),
    path(
        "manage/assignments/<uuid:assignment_id>/cancel/",
        assignments.cancel,
        name="assignment_cancel",
    ),
    path(
        "manage/assignments/<uuid:assignment_id>/restore/",
        assignments.restore,
        name="assignment_restore",
    ),
    path("manage/audit/", audit.audit, name="audit"),
    path("manage/audit/export.csv", audit.export_csv, name="audit_csv"),
    *employees,
    *company,
    *people,
    *privacy,
    *roles,
]
