"""Addresses of the public site."""

from django.urls import include, path

from public_site.urls.about import urlpatterns as about
from public_site.urls.applications import urlpatterns as applications
from public_site.urls.business import urlpatterns as business
from public_site.urls.marketplace import urlpatterns as marketplace
from public_site.urls.paths import urlpatterns as paths
from public_site.urls.search_engines import urlpatterns as search_engines
from public_site.urls.staff import urlpatterns as staff
from public_site.urls.staff_companies import urlpatterns as staff_companies
from public_site.urls.verification import urlpatterns as verification
from public_site.urls.verification import well_known

site = (
    [
        *marketplace,
        *business,
        *paths,
        *about,
        *verification,
        *applications,
        *search_engines,
        *staff,
        *staff_companies,
    ],
    "public_site",
)
urlpatterns = [path("", include(site)), *well_known]
