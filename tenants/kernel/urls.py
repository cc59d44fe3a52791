"""Addresses that outside services post to, under `/webhooks/`, on both kinds of host."""

from django.urls import path

from tenants.kernel.views import texts

app_name = "kernel"
urlpatterns = [
    path("twilio/texts/<uuid:text_id>/", texts.status, name="text_status"),
]
