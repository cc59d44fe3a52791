"""Addresses of the company's tokens, under `/manage/company/tokens/`."""

from django.urls import path

from tenants.api_access.views import token

app_name = "api_access_company"
urlpatterns = [
    path("", token.company, name="tokens"),
    path("new/", token.company_create, name="create"),
    path("<uuid:token_id>/rotate/", token.company_rotate, name="rotate"),
    path("<uuid:token_id>/revoke/", token.company_revoke, name="revoke"),
]
