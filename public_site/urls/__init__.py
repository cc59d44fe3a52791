"""Addresses of the public site."""

from django.urls import include, path

from public_site.urls.applications import urlpatterns as applications
from public_site.urls.business import urlpatterns as business
from public_site.urls.marketplace import urlpatterns as marketplace
from public_site.urls.staff import urlpatterns as staff
from public_site.urls.staff_companies import urlpatterns as staff_companies
from public_site.urls.verification import urlpatterns as verification
from public_site.urls.verification import well_known

site = (
    [*marketplace, *business, *verification, *applications, *staff, *staff_companies],
    "public_site",
)
urlpatterns = [path("", include(site)), *well_known]
