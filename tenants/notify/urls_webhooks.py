"""What the mail relay posts to, on the public host."""

from django.urls import path

from tenants.notify.views import relay

app_name = "notify_webhooks"
urlpatterns = [
    path("webhooks/mail/", relay.report, name="mail"),
]
