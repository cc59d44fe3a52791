"""Addresses under `/account/`, beside allauth's own."""

from django.urls import path

from tenants.accounts.views import invitation, profile

app_name = "accounts"
urlpatterns = [
    path("", profile.profile, name="profile"),
    path("display/", profile.display, name="display"),
    path("invitation/<str:token>/", invitation.accept, name="invitation"),
]
