"""Addresses of privacy, on both kinds of host."""

from django.urls import path

from tenants.privacy.views import agree, own, support

app_name = "privacy"
urlpatterns = [
    path("account/privacy/", own.privacy, name="own"),
    path("account/privacy/archive/", own.archive_request, name="archive_request"),
    path("account/privacy/archive/<uuid:archive_id>/", own.archive_file, name="archive_file"),
    path("account/privacy/erasure/", own.erasure, name="erasure"),
    path(
        "account/privacy/erasure/<uuid:erasure_id>/take-back/",
        own.erasure_take_back,
        name="erasure_take_back",
    ),
    path("account/agree/", agree.agree, name="agree"),
    path("account/agree/under-age/", agree.under_age, name="under_age"),
    path("legal/terms/", agree.legal, {"page": "terms"}, name="terms"),
    path("legal/companies/", agree.legal, {"page": "company"}, name="company_terms"),
    path("legal/privacy/", agree.legal, {"page": "privacy"}, name="notice"),
    path("support/enter/", support.enter, name="support_enter"),
    path("support/leave/", support.leave, name="support_leave"),
]
