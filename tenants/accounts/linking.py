"""Signing in with an account of another service, and linking it: only with proof, on the public site only."""

from typing import Any

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, _build_apps_from_settings
from allauth.socialaccount.forms import SignupForm
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants.accounts.enums import SignInMethod
from tenants.accounts.models import User
from tenants.accounts.services.consumer import register_consumer
from tenants.accounts.services.sign_in import spend_mail
from tenants.accounts.sign_in import PlainMixin
from tenants.kernel.errors import Refused
from tenants.kernel.plain_text import clean_line
from tenants.schemas import current_tenant

_PENDING = "pending_link"


class LinkAdapter(DefaultSocialAccountAdapter):
    """allauth.socialaccount on the public site; a company's own provider is another app's matter."""

    error_messages = {
        "email_taken": gettext_lazy(
            "This address cannot be used. Sign in, then link your account."
        ),
        "invalid_token": gettext_lazy("The other service did not answer as it should."),
        "no_password": gettext_lazy("Choose a password first, so that you can still sign in."),
        "no_verified_email": gettext_lazy(
            "Confirm your address first, so that you can still sign in."
        ),
        "disconnect_last": gettext_lazy("This is your only way to sign in."),
        "connected_other": gettext_lazy("It is linked to another account here already."),
    }

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """Return the services that have keys; none on a company's host."""
        if not current_tenant().is_public:
            return []
        found = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in found.values() for app in apps]

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Ask for proof by mail where the address already has an account here.

        That the service vouches for an address makes nobody the owner of an account (services have
        been wrong, and addresses change hands): six digits in the mailbox do. Then both are linked.
        """
        is_sign_in = sociallogin.state.get("process", "login") == "login"
        if sociallogin.is_existing or not is_sign_in or request.user.is_authenticated:
            return
        addresses = [row.email.lower() for row in sociallogin.email_addresses if row.verified]
        user = User.objects.filter(email__in=addresses, is_active=True).first()
        if user is None or not user.email:
            return
        try:
            spend_mail(address=user.email, request=request)
        except Refused as error:
            messages.error(request, error.message)
            raise ImmediateHttpResponse(redirect("account_login")) from None
        request.session[_PENDING] = {"user": str(user.id), "login": sociallogin.serialize()}
        with transaction.atomic():
            LoginCodeVerificationProcess.initiate(request=request, user=user, email=user.email)
        raise ImmediateHttpResponse(redirect("account_confirm_login_code"))

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: Any) -> Any:
        """Take the name as well as the address."""
        user = super().populate_user(request, sociallogin, data)
        name = data.get("name") or f"{data.get('first_name') or ''} {data.get('last_name') or ''}"
        user.name = clean_line(str(name))[:150]
        return user

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> Any:
        """Write somebody new, with their link, or nothing."""
        user = sociallogin.user
        assert isinstance(user, User)
        user.set_unusable_password()
        name = user.name
        if form is not None:
            name = form.cleaned_data.get("name") or name
            user.email = form.cleaned_data["email"]
        with transaction.atomic():
            register_consumer(user=user, name=name or (user.email or "").partition("@")[0])
            sociallogin.save(request)
        return user

    def validate_disconnect(self, account: SocialAccount, accounts: Any) -> None:
        """Nothing beyond what allauth asks: another link, or a password and a confirmed address."""


class LinkedSignUpForm(PlainMixin, SignupForm):
    """What the other service did not tell: an address, a name."""


def finish_pending_link(*, request: HttpRequest, user: User, method: SignInMethod) -> None:
    """Link what waits for a proof by mail, now that the code was right; anything else is dropped."""
    pending = request.session.pop(_PENDING, None)
    if not pending or pending["user"] != str(user.id) or method != SignInMethod.CODE:
        return
    try:
        login = SocialLogin.deserialize(pending["login"])
    except (ValueError, SocialApp.DoesNotExist):
        return
    known = SocialAccount.objects.filter(provider=login.account.provider, uid=login.account.uid)
    if not known.exists():
        with transaction.atomic():
            login.connect(request, user)
        messages.success(
            request,
            _("%(service)s is linked with your account.") % {"service": login.provider.name},
        )
