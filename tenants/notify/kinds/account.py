"""Mails about signing in. They go through the kernel, always and at once; the log shows that they went."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# By mail template. What is not named here is shown by its template's name.
ACCOUNT_MAILS: dict[str, str | Promise] = {
    "account_confirm_email": _("Confirming an e-mail address"),
    "account_password_reset": _("New password"),
    "account_already_exists": _("Sign-up with a known address"),
    "account_login_code": _("Sign-in code"),
    "account_new_device": _("Sign-in from a new device"),
    "account_security": _("A change of how somebody signs in"),
    "company_erased": _("Company erased"),
    "company_ready": _("Company set up"),
    "privacy_erased": _("Data erased"),
    "privacy_erasure_decided": _("Answer to a request to be forgotten"),
    "review_code": _("Code for an application"),
    "invitation": _("Invitation"),
}
