"""Learning's part of the API, on both kinds of host."""

from django.urls import include, path

urlpatterns = [
    path("", include("learning.catalogue.urls_api")),
    path("", include("learning.delivery.urls_api")),
    path("", include("learning.credentials.urls_api")),
]
