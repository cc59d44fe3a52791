"""The content host's address of papers."""

from django.urls import path

from public_site.views.content import paper

app_name = "papers"
urlpatterns = [path("d/<str:token>/paper", paper, name="paper")]
