"""The one address of the content host."""

from django.urls import path

from learning.catalogue.views.content import media_file

app_name = "content"
urlpatterns = [path("m/<str:token>/<path:name>", media_file, name="media_file")]
