"""Addresses of a company's side of privacy."""

from django.urls import path

from enterprise.views import privacy

urlpatterns = [
    path("manage/privacy/", privacy.privacy, name="privacy"),
    path("manage/privacy/<uuid:erasure_id>/decide/", privacy.decide, name="erasure_decide"),
    path("manage/support/", privacy.support, name="support"),
    path("manage/support/<uuid:grant_id>/end/", privacy.support_end, name="support_end"),
]
