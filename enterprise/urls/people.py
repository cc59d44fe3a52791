"""Addresses of the people of a company, under `/manage/people/`."""

from django.urls import path

from enterprise.views import (
    invitations,
    leaving,
    merging,
    people,
    people_change,
    people_import,
    people_person,
)

urlpatterns = [
    path("manage/people/", people.people_list, name="people"),
    path("manage/people/bulk/", people.bulk, name="people_bulk"),
    path("manage/people/changes/<uuid:change_id>/", people_change.change, name="people_change"),
    path(
        "manage/people/changes/<uuid:change_id>/apply/",
        people_change.apply,
        name="people_change_apply",
    ),
    path(
        "manage/people/changes/<uuid:change_id>/undo/",
        people_change.undo,
        name="people_change_undo",
    ),
    path("manage/people/export.csv", people.export_csv, name="people_csv"),
    path("manage/people/export.xlsx", people.export_xlsx, name="people_xlsx"),
    path("manage/people/invite/", invitations.invite, name="invite"),
    path("manage/people/invitations/", invitations.invitations, name="invitations"),
    path("manage/people/invitations/bulk/", invitations.bulk, name="invitations_bulk"),
    path(
        "manage/people/invitations/<uuid:invitation_id>/resend/",
        invitations.resend,
        name="invitation_resend",
    ),
    path(
        "manage/people/invitations/<uuid:invitation_id>/revoke/",
        invitations.revoke,
        name="invitation_revoke",
    ),
    path("manage/people/import/", people_import.upload, name="people_upload"),
    path("manage/people/import/sample.csv", people_import.sample_csv, name="people_sample"),
    path("manage/people/import/<uuid:import_id>/", people_import.preview, name="people_import"),
    path(
        "manage/people/import/<uuid:import_id>/columns/",
        people_import.columns,
        name="people_import_columns",
    ),
    path(
        "manage/people/import/<uuid:import_id>/rows/",
        people_import.correct,
        name="people_import_correct",
    ),
    path(
        "manage/people/import/<uuid:import_id>/options/",
        people_import.options,
        name="people_import_options",
    ),
    path("manage/people/import/<uuid:import_id>/run/", people_import.run, name="people_import_run"),
    path(
        "manage/people/import/<uuid:import_id>/discard/",
        people_import.discard,
        name="people_import_discard",
    ),
    path(
        "manage/people/import/<uuid:import_id>/problems.csv",
        people_import.problems_csv,
        name="people_import_problems",
    ),
    path("manage/people/duplicates/", merging.duplicates, name="people_duplicates"),
    path("manage/people/<uuid:person_id>/", people_person.edit, name="person"),
    path("manage/people/<uuid:person_id>/leave/", leaving.leave, name="person_leave"),
    path("manage/people/<uuid:person_id>/merge/", merging.merge, name="person_merge"),
    path("manage/people/<uuid:person_id>/distinct/", merging.distinct, name="person_distinct"),
    path(
        "manage/people/<uuid:person_id>/deactivate/",
        people_person.deactivate,
        name="person_deactivate",
    ),
    path(
        "manage/people/<uuid:person_id>/reactivate/",
        people_person.reactivate,
        name="person_reactivate",
    ),
    path("manage/people/<uuid:person_id>/invite/", people_person.invite, name="person_invite"),
]
