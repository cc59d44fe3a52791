"""Mails about signing in. They go through the kernel, always and at once; the log shows that they went."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# By mail template. What is not named here is shown by its template's name.
ACCOUNT_MAILS: dict[str, str | Promise] = {
    "account_confirm_email": _("Confirming an e-mail address"),
    "account_password_reset": _("New password"),
    "account_already_exists": _("Sign-up with a known address"),
    "account_login_code": _("Sign-in code"),
    "company_ready": _("Company set up"),
    "invitation": _("Invitation"),
}
