"""allauth's forms in our words, with our count of guesses and of mails asked for."""

from datetime import timedelta
from typing import Any

from allauth.account.forms import (
    AddEmailForm,
    ChangePasswordForm,
    ConfirmLoginCodeForm,
    LoginForm,
    ReauthenticateForm,
    RequestLoginCodeForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
    SignupForm,
)
from allauth.core import context
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.accounts.enums import SignInMethod
from tenants.accounts.models import User
from tenants.accounts.services.device import known_device
from tenants.accounts.services.guess import Limit, spend_guess
from tenants.accounts.services.sign_in import Guess, network_of
from tenants.kernel.errors import Refused


def _spend_mail(address: str) -> None:
    """Count a mail that somebody asks for, so that nobody's box is flooded.

    A device its owner has used before has an allowance of its own: a stranger cannot use it up.
    """
    request = context.request
    user = User.objects.filter(email=address).first()
    device = known_device(user=user, request=request) if user else None
    if device is not None:
        limits = [Limit("mail.device", str(device.id), 6, timedelta(minutes=15))]
    else:
        pair = f"{network_of(request)} {address}"
        limits = [
            Limit("mail.pair", pair, 6, timedelta(minutes=15)),
            Limit("mail.account", address, 30, timedelta(hours=1)),
        ]
    try:
        spend_guess(limits)
    except Refused as error:
        raise forms.ValidationError(error.message, code=error.code) from None


class _PlainMixin:
    """Labels say what a field is for; allauth's placeholders and hints would say it again."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if "password" in name:
                field.help_text = ""


class SignInForm(_PlainMixin, LoginForm):
    """E-mail and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Lets a browser offer passkeys in the field (WebAuthn Level 3, conditional mediation).
        self.fields["login"].widget.attrs["autocomplete"] = "username webauthn"


class SignUpForm(_PlainMixin, SignupForm):
    """Name, address and password of a new account."""


class PasswordForm(_PlainMixin, ChangePasswordForm):
    """The current password and a new one."""


class FirstPasswordForm(_PlainMixin, SetPasswordForm):
    """The first password of somebody who came without."""


class NewPasswordForm(_PlainMixin, ResetPasswordKeyForm):
    """A new password by a link."""


class NewAddressForm(_PlainMixin, AddEmailForm):
    """A new e-mail address."""


class FirstCodeForm(_PlainMixin, ActivateTOTPForm):
    """The first code of an app."""


class ConfirmForm(_PlainMixin, ReauthenticateForm):
    """The password once more, before something sensitive."""


class ResetForm(_PlainMixin, ResetPasswordForm):
    """The address of a forgotten password."""

    def clean_email(self) -> str:
        """Return the address as it is stored, once another mail to it is allowed."""
        address: str = super().clean_email().strip().lower()
        _spend_mail(address)
        return address


class CodeRequestForm(RequestLoginCodeForm):
    """The address to send a code to."""

    email = forms.EmailField(
        label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )

    def clean_email(self) -> str:
        """Return the address as it is stored, once another mail to it is allowed."""
        address = self.cleaned_data["email"].strip().lower()
        self.cleaned_data["email"] = address
        _spend_mail(address)
        super().clean_email()
        return address


class CodeForm(_PlainMixin, ConfirmLoginCodeForm):
    """The code from the mail."""

    def clean_code(self) -> str:
        """Return the code when it is right; every wrong one counts against who types it."""
        request = context.request
        stage = request._login_stage
        guess = Guess(
            kind=SignInMethod.CODE,
            account=stage.state.get("email", ""),
            user=stage.login.user,
            request=request,
        )
        try:
            guess.spend()
        except Refused as error:
            raise forms.ValidationError(error.message, code=error.code) from None
        try:
            code: str = super().clean_code()
        except forms.ValidationError:
            guess.was_wrong()
            raise
        guess.was_right()
        return code
