"""Addresses of people without e-mail and of shared devices, under `/manage/`."""

from django.urls import path

from enterprise.views import devices, employees

urlpatterns = [
    path("manage/people/add/", employees.add, name="employee_add"),
    path("manage/people/codes/", employees.codes, name="sign_in_codes"),
    path("manage/people/<uuid:person_id>/sign-in/", employees.sign_in, name="person_sign_in"),
    path("manage/people/<uuid:person_id>/sign-in/code/", employees.issue, name="person_code"),
    path(
        "manage/people/<uuid:person_id>/sign-in/revoke/",
        employees.revoke,
        name="person_code_revoke",
    ),
    path("manage/devices/", devices.devices, name="devices"),
    path("manage/devices/<uuid:device_id>/revoke/", devices.revoke, name="device_revoke"),
]
