"""Addresses under `/account/`, beside allauth's own."""

from django.urls import path

from tenants.accounts.urls_phone import urlpatterns as phone
from tenants.accounts.views import invitation, kept_form, profile, session, step_up

app_name = "accounts"
urlpatterns = [
    path("", profile.profile, name="profile"),
    path("display/", profile.display, name="display"),
    path("sessions/", session.sessions, name="sessions"),
    path("sessions/end/", session.end, name="session_end"),
    path("sessions/end-others/", session.end_others, name="sessions_end_others"),
    path("history/", session.history, name="history"),
    path("confirm/mail/", step_up.by_mail, name="step_up"),
    path("kept/<str:token>/", kept_form.show, name="kept_form"),
    path("invitation/<str:token>/", invitation.accept, name="invitation"),
    *phone,
]
