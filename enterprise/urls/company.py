"""Addresses of the company itself."""

from django.urls import path

from enterprise.views import company, company_domains

urlpatterns = [
    path("manage/company/", company.home, name="company_home"),
    path("manage/company/state/", company.state, name="company_state"),
    path("manage/company/details/", company.details, name="company_details"),
    path("manage/company/close/", company.close, name="company_close"),
    path("manage/company/reopen/", company.reopen, name="company_reopen"),
    path("manage/company/archive/", company.export, name="company_export"),
    path(
        "manage/company/archive/<uuid:export_id>/",
        company.download,
        name="company_export_download",
    ),
    path("manage/company/domains/add/", company_domains.add, name="company_domain_add"),
    path("manage/company/domains/act/", company_domains.act, name="company_domain_act"),
    path("manage/company/domains/restore/", company_domains.restore, name="company_domain_restore"),
]
