"""Addresses of one's own tokens, under `/account/tokens/`, on both kinds of host."""

from django.urls import path

from tenants.api_access.views import token

app_name = "api_access"
urlpatterns = [
    path("", token.own, name="own"),
    path("new/", token.own_create, name="own_create"),
    path("<uuid:token_id>/rotate/", token.own_rotate, name="own_rotate"),
    path("<uuid:token_id>/revoke/", token.own_revoke, name="own_revoke"),
]
