"""The content host: uploads by signed address, no cookies, nothing else."""

from django.urls import include, path

from deploy.robots import robots

urlpatterns = [
    path("robots.txt", robots),
    path("", include("learning.catalogue.urls_content")),
    path("", include("public_site.urls_content")),
]
