"""Our answers to allauth's questions: who may sign up, where links lead, how mail goes out."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context as current
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.forms import BaseForm, ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from tenants.accounts.enums import SignInMethod
from tenants.accounts.linking import finish_pending_link
from tenants.accounts.models import User
from tenants.accounts.proofs import proofs_of, proved_recently
from tenants.accounts.selectors.phone import has_proved_number
from tenants.accounts.services.address import note_proof
from tenants.accounts.services.consumer import register_consumer
from tenants.accounts.services.device import forget_devices, remember_device
from tenants.accounts.services.person import clean_email
from tenants.accounts.services.session import forget_network
from tenants.accounts.services.sign_in import Guess, finish_sign_in
from tenants.accounts.user_agents import describe
from tenants.kernel.errors import DomainError
from tenants.kernel.mail import queue_mail
from tenants.kernel.names import link
from tenants.schemas import current_tenant

# allauth's name of a mail: the template it is rendered with here, and its button.
_MAILS = {
    "account/email/email_confirmation_signup": ("account_confirm_email", _("Confirm")),
    "account/email/email_confirmation": ("account_confirm_email", _("Confirm")),
    "account/email/password_reset_key": ("account_password_reset", _("Choose a new password")),
    "account/email/account_already_exists": ("account_already_exists", _("Choose a new password")),
    "account/email/login_code": ("account_login_code", ""),
}

# Services by allauth's names, as the history calls them.
_SERVICES = {
    "google": "Google",
    "facebook": "Facebook",
    "linkedin": "LinkedIn",
    "demo-id": "Demo ID",
}

# What somebody did to their way of signing in, as the mail about it says.
_CHANGES = {
    "mfa/email/totp_activated": _("Two-step sign-in was turned on."),
    "mfa/email/totp_deactivated": _("Two-step sign-in was turned off."),
    "mfa/email/recovery_codes_generated": _("New recovery codes were made; the old ones are void."),
    "mfa/email/webauthn_added": _("A passkey was added."),
    "mfa/email/webauthn_removed": _("A passkey was removed."),
    "account/email/password_changed": _("Your password was changed."),
    "account/email/password_reset": _("Your password was changed by a link sent to you."),
    "account/email/password_set": _("A password was set."),
    "account/email/email_changed": _("Your e-mail address was changed."),
    "account/email/email_confirm": _("Your e-mail address was confirmed."),
    "socialaccount/email/account_connected": _("An account of another service was linked."),
    "socialaccount/email/account_disconnected": _("An account of another service was unlinked."),
}


class AccountAdapter(DefaultAccountAdapter):
    """allauth on both kinds of host."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is switched off."),
        "cannot_remove_primary_email": _("You cannot remove the address you sign in with."),
        "duplicate_email": _("This is your address already."),
        "email_password_mismatch": _("E-mail address and password do not belong together."),
        "email_taken": _("This e-mail address cannot be used."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_code": _("That code is not right. Look again at the newest mail."),
        "incorrect_password": _("This is not your password."),
        "invalid_or_expired_key": _("This link was used already, or is too old."),
        "invalid_login": _("E-mail address and password do not belong together."),
        "invalid_password_reset": _("This link was used already, or is too old."),
        "too_many_login_attempts": _("Too many tries. Wait a few minutes, or sign in another way."),
        "unknown_email": _("Nobody here has this e-mail address."),
        "unverified_primary_email": _("Confirm the address first."),
        "same_as_current": _("This is the same as before."),
        "rate_limited": _("Too many tries. Wait a few minutes."),
    }

    _guess: Guess | None = None

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
        user = context.get("user") or (
            User.objects.filter(email=email.lower()).first() if "code" in context else None
        )
        url = context.get("activate_url") or context.get("password_reset_url") or ""
        queue_mail(
            to=email,
            template=template,
            context={
                "name": getattr(user, "display_name", ""),
                "url": url,
                "code": context.get("code", ""),
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

    def clean_email(self, email: str) -> str:
        """One rule for every address anybody types, see there."""
        try:
            return clean_email(email)
        except DomainError as error:
            raise ValidationError(error.message, code=error.code) from None

    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:
        """Confirm an address, and tell that mail reaches it."""
        is_confirmed: bool = super().confirm_email(request, email_address)
        if is_confirmed:
            note_proof(user=email_address.user, address=email_address.email)
        return is_confirmed

    # Guessing. allauth's own count knows the account only, so that a stranger could use it up.

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a guess at a password before it is looked at."""
        address = (credentials.get("email") or "").strip().lower()
        self._guess = Guess(
            kind=SignInMethod.PASSWORD,
            account=address,
            user=User.objects.filter(email=address).first() if address else None,
            request=request,
        )
        try:
            self._guess.spend()
        except DomainError as error:
            raise ValidationError(error.message, code=error.code) from None

    def _rollback_login_failed_rl_usage(self) -> None:
        if self._guess is not None:
            self._guess.was_right()

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Write a wrong password into the history of whose it was not."""
        if self._guess is not None:
            self._guess.was_wrong()

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        """Nothing to forget: counts are ours, and a reset is no excuse for guesses made elsewhere."""

    def set_password(self, user: Any, password: str) -> None:
        """Set it; devices known under the old one have to come in again before they count as known."""
        super().set_password(user, password)
        forget_devices(user=user)
        if self.request is not None and self.request.user == user:
            remember_device(user=user, request=self.request)

    # Coming in.

    def get_login_stages(self) -> list[str]:
        """What stands between the proof and the session."""
        return [
            "allauth.account.stages.LoginByCodeStage",
            "tenants.accounts.login_stages.ProofStage",
            "tenants.accounts.login_stages.SecondStepStage",
        ]

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Write how somebody came in, and know their device from now on."""
        proof = proofs_of(get_authentication_records(request, user), signup=kwargs.get("signup"))
        finish_sign_in(
            request=request,
            user=user,
            method=proof.method,
            second=proof.second,
            provider=_SERVICES.get(proof.provider, proof.provider),
        )
        if proof.method == SignInMethod.CODE and user.email:
            note_proof(user=user, address=user.email)
        finish_pending_link(request=request, user=user, method=proof.method)
        answer: HttpResponse = super().post_login(request, user, **kwargs)
        # Only now has allauth written the session's row.
        forget_network(session_key=request.session.session_key or "")
        return answer

    # Proving it once more, before something sensitive.

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whether the last proof is too old; signing in counts as one."""
        return not proved_recently(current.request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Ways to prove it; who has neither password nor passkey nor app gets a code by mail."""
        methods = super().get_reauthentication_methods(user)
        if user.is_authenticated and not methods and has_proved_number(user):
            methods.append(
                {
                    "id": "phone",
                    "description": _("Use a code by phone"),
                    "url": reverse("accounts:step_up_phone"),
                }
            )
        if user.is_authenticated and user.email and not methods:
            methods.append(
                {
                    "id": "mail",
                    "description": _("Use a code by e-mail"),
                    "url": reverse("accounts:step_up"),
                }
            )
        return methods

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell somebody that a way into their account changed."""
        change = _CHANGES.get(template_prefix)
        address = email or user.email
        if change is None or not address:
            return
        queue_mail(
            to=address,
            template="account_security",
            context={
                "name": user.display_name,
                "change": change,
                "device": describe(self.request.headers.get("user-agent", "")),
                "action_url": link(reverse("accounts:history")),
                "action_label": _("See what happened"),
                "reset_url": link(reverse("account_reset_password")),
            },
            language=user.language or None,
        )
