"""Addresses that both kinds of host have."""

from django.conf import settings
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from deploy import (
    app_worker,
    command,
    dev_dns,
    dev_mail,
    dev_texts,
    favicon,
    manifest,
    robots,
    styleguide,
    styleguide_people,
)
from tenants.api_access.views import docs

urlpatterns = [
    path("favicon.ico", favicon.favicon, name="favicon"),
    # At the root: a service worker may only serve what lies below its own path.
    path("app-worker.js", app_worker.worker, name="app_worker"),
    path("offline/", app_worker.offline, name="offline"),
    path("robots.txt", robots.robots, name="robots"),
    path("go/", command.command, name="command"),
    path("manifest.webmanifest", manifest.manifest, name="manifest"),
    path("account/tokens/", include("tenants.api_access.urls")),
    path("account/", include("tenants.accounts.urls")),
    path("", include("tenants.privacy.urls")),
    path("account/", include("tenants.accounts.urls_sign_in")),
    path("webhooks/", include("tenants.kernel.urls")),
    path("", include("tenants.notify.urls")),
    path("api/v1/", include("learning.urls_api")),
    path("api/v1/", include("tenants.accounts.urls_api")),
    path("api/schema/", SpectacularAPIView.as_view(), name="api_schema"),
    path("api/docs/", docs.docs, name="api_docs"),
]
if settings.DEV_PAGES:
    urlpatterns += [
        path("dev/mail/", dev_mail.mailbox, name="dev_mail"),
        path("dev/mail/<str:name>/", dev_mail.message_page, name="dev_mail_message"),
        path("dev/mail/<str:name>/html/", dev_mail.message_html, name="dev_mail_html"),
        path("dev/dns/", dev_dns.records, name="dev_dns"),
        path("dev/texts/", dev_texts.texts, name="dev_texts"),
        path("styleguide/", styleguide.page, name="styleguide"),
        path(
            "styleguide/people.csv",
            styleguide_people.people_file,
            {"kind": "csv"},
            name="styleguide_csv",
        ),
        path(
            "styleguide/people.xlsx",
            styleguide_people.people_file,
            {"kind": "xlsx"},
            name="styleguide_xlsx",
        ),
    ]
