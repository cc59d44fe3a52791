"""Addresses under `/account/` by allauth's names: its views, and ours where they do more."""

from allauth.account import views as account
from django.urls import include, path

from tenants.accounts.step_up import step_up_required
from tenants.accounts.views import passkey, second_step

urlpatterns = [
    path("email/", step_up_required(account.email), name="account_email"),
    path("password/set/", step_up_required(account.password_set), name="account_set_password"),
    path("", include("allauth.account.urls")),
    path("two-step/totp/activate/", second_step.activate, name="mfa_activate_totp"),
    path("two-step/webauthn/add/", passkey.add, name="mfa_add_webauthn"),
    path("two-step/", include("allauth.mfa.urls")),
]
