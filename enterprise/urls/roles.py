"""Addresses of roles, under `/manage/roles/`."""

from django.urls import path

from enterprise.views import roles

_ROLE = "manage/roles/<uuid:role_id>/"
_HOLDER = f"{_ROLE}people/<uuid:person_id>/"
_FOR_TEAM = f"{_HOLDER}teams/<uuid:department_id>/"
urlpatterns = [
    path("manage/roles/", roles.roles, name="roles"),
    path("manage/roles/new/", roles.create, name="role_new"),
    path(_ROLE, roles.role, name="role"),
    path(f"{_ROLE}archive/", roles.archive, name="role_archive"),
    path(f"{_ROLE}restore/", roles.restore, name="role_restore"),
    path(f"{_HOLDER}grant/", roles.grant, name="role_grant"),
    path(f"{_HOLDER}revoke/", roles.revoke, name="role_revoke"),
    path(f"{_FOR_TEAM}grant/", roles.grant, name="role_grant_team"),
    path(f"{_FOR_TEAM}revoke/", roles.revoke, name="role_revoke_team"),
]
