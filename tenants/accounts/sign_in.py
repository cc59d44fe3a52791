"""allauth's forms in our words, with our count of guesses and of mails asked for."""

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
from tenants.accounts.services.person import clean_email
from tenants.accounts.services.sign_in import Guess, spend_mail
from tenants.kernel.errors import DomainError, Refused


def _spend_mail(address: str) -> None:
    try:
        spend_mail(address=address, request=context.request)
    except Refused as error:
        raise forms.ValidationError(error.message, code=error.code) from None


def _is_address(value: str) -> None:
    """Refuse what is no address, or looks like another, before anything lower-cases it."""
    try:
        clean_email(value)
    except DomainError as error:
        raise forms.ValidationError(error.message, code=error.code) from None


# What fields are called here: in the form, and in the summary above one that came back.
_LABELS = {
    "login": _("E-mail"),
    "email": _("E-mail"),
    "password": _("Password"),
    "password1": _("New password"),
    "password2": _("New password again"),
    "oldpassword": _("Current password"),
    "code": _("Six digits"),
}


class PlainMixin:
    """Fields in our words: no placeholders, no hints of allauth's, one rule for addresses."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = _LABELS.get(name, field.label)
            if "password" in name:
                field.help_text = ""
            if isinstance(field, forms.EmailField):
                field.validators = [_is_address]


class SignInForm(PlainMixin, LoginForm):
    """E-mail and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Lets a browser offer passkeys in the field (WebAuthn Level 3, conditional mediation).
        self.fields["login"].widget.attrs["autocomplete"] = "username webauthn"


class SignUpForm(PlainMixin, SignupForm):
    """Name, address and password of a new account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = _("Password")


class PasswordForm(PlainMixin, ChangePasswordForm):
    """The current password and a new one."""


class FirstPasswordForm(PlainMixin, SetPasswordForm):
    """The first password of somebody who came without."""


class NewPasswordForm(PlainMixin, ResetPasswordKeyForm):
    """A new password by a link."""


class NewAddressForm(PlainMixin, AddEmailForm):
    """A new e-mail address."""


class FirstCodeForm(PlainMixin, ActivateTOTPForm):
    """The first code of an app."""


class ConfirmForm(PlainMixin, ReauthenticateForm):
    """The password once more, before something sensitive."""


class ResetForm(PlainMixin, ResetPasswordForm):
    """The address of a forgotten password."""

    def clean_email(self) -> str:
        """Return the address as it is stored, once another mail to it is allowed."""
        address: str = super().clean_email().strip().lower()
        _spend_mail(address)
        return address


class CodeRequestForm(PlainMixin, RequestLoginCodeForm):
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


class CodeForm(PlainMixin, ConfirmLoginCodeForm):
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
