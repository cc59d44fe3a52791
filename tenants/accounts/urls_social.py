"""Addresses of signing in with other services, on the public host only.

They ask those services over the network, so they run outside the request's transaction.
"""

from allauth.socialaccount import views as linked
from django.urls import path

from tenants.accounts import facebook, openid
from tenants.accounts.step_up import step_up_required
from tenants.accounts.views.linking import leaving, outside

urlpatterns = [
    path("linked/", step_up_required(linked.connections), name="socialaccount_connections"),
    path("linked/cancelled/", linked.login_cancelled, name="socialaccount_login_cancelled"),
    path("linked/error/", linked.login_error, name="socialaccount_login_error"),
    path("linked/sign-up/", linked.signup, name="socialaccount_signup"),
    path("with/facebook/", leaving(facebook.leave), name="facebook_login"),
    path("with/facebook/back/", outside(facebook.come_back), name="facebook_callback"),
    path("with/<slug:provider_id>/", leaving(openid.leave), name="openid_connect_login"),
    path(
        "with/<slug:provider_id>/back/", outside(openid.come_back), name="openid_connect_callback"
    ),
]
