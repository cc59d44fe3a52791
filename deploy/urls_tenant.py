"""Addresses of a company's host."""

from django.urls import include, path

from deploy import urls_shared

urlpatterns = [
    path("manage/notifications/", include("tenants.notify.urls_admin")),
    path("manage/company/tokens/", include("tenants.api_access.urls_company")),
    path("", include("enterprise.urls")),
    path("", include("learning.urls")),
    path("api/v1/", include("enterprise.urls.api")),
    *urls_shared.urlpatterns,
]
handler400 = "deploy.errors.bad_request"
handler403 = "deploy.errors.forbidden"
handler404 = "deploy.errors.not_found"
handler500 = "deploy.errors.server_error"
