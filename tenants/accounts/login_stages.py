"""What allauth asks between the proof and the session: a confirmed address, a second step."""

from typing import Any

from allauth.account.stages import EmailVerificationStage
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.internal.flows import did_use_passwordless_login
from django.http import HttpRequest

from tenants.accounts import policies
from tenants.schemas import current_tenant


class ProofStage(EmailVerificationStage):
    """A confirmed address, but for those who have none and for a company's owner.

    A founder gets to work at once and is reminded on every page; what is sensitive asks for the proof.
    """

    def handle(self) -> Any:
        """Return the answer, if any, and whether the sign-in goes on."""
        user = self.login.user
        if user is not None and (
            user.email is None  # type: ignore[attr-defined]
            or (not current_tenant().is_public and policies.is_owner(user))  # type: ignore[arg-type]
        ):
            return None, True
        return super().handle()


class SecondStepStage(AuthenticateStage):
    """A second step for people who have set up an app for it.

    A passkey alone asks for none, as it signs in by itself: somebody who leaves it at home still has
    the password. Once there is an app, a passkey does as second step as well.
    """

    def _should_handle(self, request: HttpRequest) -> bool:
        user = self.login.user
        return (
            user is not None
            and is_mfa_enabled(user, [Authenticator.Type.TOTP])
            and not did_use_passwordless_login(request, user)
        )
