"""Addresses for companies: what they get, and starting one."""

from django.urls import path

from public_site.views import business

urlpatterns = [
    path("business/", business.offer, name="business"),
    path("business/start/", business.start, name="business_start"),
    path("business/start/slug/", business.check_slug, name="business_slug"),
    path("business/start/<uuid:run_id>/", business.progress, name="business_progress"),
]
