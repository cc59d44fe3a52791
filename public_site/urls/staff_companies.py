"""Addresses of companies and groups, for the platform's staff."""

from django.urls import path

from public_site.views.staff import companies, groups

_COMPANY = "staff/companies/<uuid:company_id>/"
_GROUP = "staff/groups/<uuid:group_id>/"
urlpatterns = [
    path("staff/companies/", companies.companies, name="staff_companies"),
    path("staff/companies/export.csv", companies.export_csv, name="staff_companies_csv"),
    path("staff/companies/export.xlsx", companies.export_xlsx, name="staff_companies_xlsx"),
    path(_COMPANY, companies.company, name="staff_company"),
    path(f"{_COMPANY}move/", companies.move, name="staff_company_move"),
    path("staff/groups/", groups.groups, name="staff_groups"),
    path(_GROUP, groups.group, name="staff_group"),
    path(f"{_GROUP}join/", groups.join, name="staff_group_join"),
    path(f"{_GROUP}leave/<uuid:company_id>/", groups.leave, name="staff_group_leave"),
]
