"""Addresses of the API of one's own account, under `/api/v1/`, on both kinds of host."""

from django.urls import path

from tenants.accounts.views import api

app_name = "accounts_api"
urlpatterns = [path("me/", api.me, name="me")]
