"""Addresses of learning, on both kinds of host."""

from django.urls import include, path

urlpatterns = [
    path("", include("learning.catalogue.urls")),
    path("", include("learning.guidance.urls")),
    path("", include("learning.engagement.urls")),
    path("", include("learning.credentials.urls")),
    path("", include("learning.assessment.urls")),
    path("", include("learning.delivery.urls")),
]
