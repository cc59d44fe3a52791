"""Our answers to allauth's questions: who may sign up, where links lead, how mail goes out."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.forms import BaseForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from tenants.accounts.services.consumer import register_consumer
from tenants.kernel.mail import queue_mail
from tenants.kernel.names import link
from tenants.schemas import current_tenant

# allauth's name of a mail: the template it is rendered with here, and its button.
_MAILS = {
    "account/email/email_confirmation_signup": ("account_confirm_email", _("Confirm")),
    "account/email/email_confirmation": ("account_confirm_email", _("Confirm")),
    "account/email/password_reset_key": ("account_password_reset", _("Choose a new password")),
    "account/email/account_already_exists": ("account_already_exists", _("Choose a new password")),
}


class AccountAdapter(DefaultAccountAdapter):
    """allauth on both kinds of host."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Anyone on the public site; a company invites its people."""
        return current_tenant().is_public

    def save_user(
        self, request: HttpRequest, user: AbstractBaseUser, form: BaseForm, commit: bool = True
    ) -> AbstractBaseUser:
        """Write somebody who signed up on the public site."""
        filled = super().save_user(request, user, form, commit=False)
        return register_consumer(user=filled, name=form.cleaned_data.get("name", ""))  # type: ignore[arg-type]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the mail into the outbox, with links on the tenant's own domain."""
        template, action = _MAILS[template_prefix]
        user = context.get("user")
        url = context.get("activate_url") or context.get("password_reset_url") or ""
        queue_mail(
            to=email,
            template=template,
            context={
                "name": getattr(user, "display_name", ""),
                "url": url,
                "action_url": url,
                "action_label": action,
            },
            language=getattr(user, "language", "") or None,
        )

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link of a password reset, on the tenant's own domain whatever the Host header says."""
        uid, _dash, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
        return link(path)

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """The link that confirms an address, on the tenant's own domain."""
        return link(reverse("account_confirm_email", args=[emailconfirmation.key]))

    def send_account_already_exists_mail(self, email: str) -> None:
        """Tell somebody who signs up twice that they have an account."""
        self.send_mail(
            "account/email/account_already_exists",
            email,
            {"password_reset_url": link(reverse("account_reset_password"))},
        )

    def is_safe_url(self, url: str) -> bool:
        """Whether `next` may lead there: paths of this host only, never an address with a host."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """A company's people land on its home, with the next thing to do; consumers in their courses."""
        return settings.LOGIN_REDIRECT_URL if current_tenant().is_public else "/"

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """After sign-up, where one lands after sign-in."""
        return self.get_login_redirect_url(request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the profile, which says that it is done."""
        return reverse("accounts:profile")
