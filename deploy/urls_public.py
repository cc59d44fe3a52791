"""Addresses of the public host."""

from django.urls import include, path

from deploy import urls_shared
from deploy.console.tables import console

urlpatterns = [
    path("staff/notifications/", include("tenants.notify.urls_admin")),
    path("staff/admin/", console.urls),
    path("", include("tenants.notify.urls_webhooks")),
    path("", include("public_site.urls")),
    path("", include("learning.urls")),
    path("account/", include("tenants.accounts.urls_social")),
    *urls_shared.urlpatterns,
]
handler400 = "deploy.errors.bad_request"
handler403 = "deploy.errors.forbidden"
handler404 = "deploy.errors.not_found"
handler500 = "deploy.errors.server_error"
