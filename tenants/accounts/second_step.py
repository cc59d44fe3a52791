"""Two-step sign-in: our answers to allauth.mfa, and its forms with our count of guesses."""

import base64
import hashlib
from typing import Any

import segno
from allauth.core import context
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.forms import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tenants.accounts.enums import SignInMethod
from tenants.accounts.services.sign_in import Guess
from tenants.accounts.user_agents import describe
from tenants.kernel.errors import Refused
from tenants.schemas import current_schema, current_tenant


class SecondStepAdapter(DefaultMFAAdapter):
    """allauth.mfa on both kinds of host."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("Two-step sign-in cannot be turned off."),
        "cannot_generate_recovery_codes": _("Turn two-step sign-in on first."),
        "incorrect_code": _("That code is not right. Codes change every half minute."),
    }

    def get_totp_issuer(self) -> str:
        """The company's name stands in the app, or ours."""
        return current_tenant().name

    def build_totp_svg(self, url: str) -> str:
        """The QR code, as large as its place: without a size of its own it has a view box, so nothing is cut."""
        svg: str = segno.make(url, error="m").svg_inline(border=4, light="#fff", omitsize=True)
        return svg

    def encrypt(self, text: str) -> str:
        """What is stored of a secret opens with SECRET_KEY and in the same schema only."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret itself."""
        return _box().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(
        self,
        user: AbstractBaseUser,
        type: Authenticator.Type,
    ) -> str:
        """Name a new passkey after the device it is made on."""
        return describe(context.request.headers.get("user-agent", ""))

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """A passkey belongs to the host it was made on: the directory has checked that it is ours."""
        return {
            "id": context.request.get_host().partition(":")[0],
            "name": current_tenant().name,
        }


def _box() -> MultiFernet:
    keys: list[str] = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return MultiFernet(
        Fernet(
            base64.urlsafe_b64encode(
                hashlib.blake2b(
                    f"accounts.second_step:{current_schema()}".encode(),
                    key=hashlib.sha256(key.encode()).digest(),
                    digest_size=32,
                ).digest()
            )
        )
        for key in keys
    )


def use_totp_step(authenticator: Authenticator, code: str) -> bool:
    """Take a code of the app, once: neither it nor an older one is good again (RFC 6238, 5.2)."""
    with transaction.atomic():
        row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
        secret = SecondStepAdapter().decrypt(row.data["secret"])
        for step in yield_hotp_counters_from_time():
            if step > row.data.get("last_step", 0) and compare_user_code(
                actual=code, expected=format_hotp_value(hotp_value(secret, step))
            ):
                row.data["last_step"] = step
                row.save(update_fields=["data"])
                authenticator.data = row.data
                return True
    return False


class _CountedMixin:
    """Counts guesses, and takes each code of the app once."""

    user: Any
    authenticator: Authenticator
    cleaned_data: dict[str, Any]
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.pop("placeholder", None)
        self.fields["code"].label = _("Code from your app, or a recovery code")

    def clean_code(self) -> str:
        """Return the code when it is right."""
        guess = Guess(
            kind=SignInMethod.TOTP,
            account=str(self.user.pk),
            user=self.user,
            request=context.request,
        )
        try:
            guess.spend()
        except Refused as error:
            raise ValidationError(error.message) from None
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except ValidationError:
            guess.was_wrong()
            raise
        if self.authenticator.type == Authenticator.Type.TOTP and not use_totp_step(
            self.authenticator, code
        ):
            guess.was_wrong()
            raise ValidationError(gettext("This code was used already. Wait for the next one."))
        guess.was_right()
        return code


class SecondStepForm(_CountedMixin, AuthenticateForm):
    """The second step of signing in."""


class ConfirmCodeForm(_CountedMixin, ReauthenticateForm):
    """A code before something sensitive."""
