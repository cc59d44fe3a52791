"""Addresses of a person's own messages, on both kinds of host."""

from django.urls import path

from tenants.notify.views import centre, log, push, settings

app_name = "notify"
urlpatterns = [
    path("account/notifications/", centre.centre, name="centre"),
    path("account/notifications/read-all/", centre.read_all, name="read_all"),
    path("account/notifications/unread-again/", centre.unread_again, name="unread_again"),
    path("account/notifications/sent/", log.own_log, name="own_log"),
    path("account/notifications/settings/", settings.settings_page, name="settings"),
    path("account/notifications/settings/address/", settings.own_address, name="own_address"),
    path("account/notifications/push/", push.sign_up, name="push"),
    path(
        "account/notifications/push/<uuid:subscription_id>/remove/",
        push.sign_out,
        name="push_remove",
    ),
    path(
        "account/notifications/unsubscribe/<str:token>/", settings.unsubscribe, name="unsubscribe"
    ),
    path("account/notifications/<uuid:notification_id>/", centre.open_one, name="open"),
    path("account/notifications/<uuid:notification_id>/read/", centre.set_read, name="set_read"),
]
