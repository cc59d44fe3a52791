"""Addresses under `/account/` by allauth's names: its views, and ours where they do more."""

from allauth.account import views as account
from allauth.mfa.webauthn import views as webauthn
from django.urls import include, path

from tenants.accounts.step_up import step_up_required
from tenants.accounts.views import passkey, second_step

urlpatterns = [
    path("email/", step_up_required(account.email), name="account_email"),
    path("password/set/", step_up_required(account.password_set), name="account_set_password"),
    path("", include("allauth.account.urls")),
    path("two-step/totp/activate/", second_step.activate, name="mfa_activate_totp"),
    path("two-step/webauthn/add/", passkey.add, name="mfa_add_webauthn"),
    path("two-step/", include("allauth.mfa.base.urls")),
    path("two-step/totp/", include("allauth.mfa.totp.urls")),
    path("two-step/recovery-codes/", include("allauth.mfa.recovery_codes.urls")),
    path("two-step/webauthn/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("two-step/webauthn/login/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path(
        "two-step/webauthn/reauthenticate/",
        webauthn.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    # By a row's number in the query: an address in the path would be one that other schemas have too.
    path("two-step/webauthn/rename/", passkey.rename, name="passkey_rename"),
    path("two-step/webauthn/remove/", passkey.remove, name="passkey_remove"),
]
