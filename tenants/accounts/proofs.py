"""Reading what allauth wrote down of how somebody proved who they are in this session."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from allauth.account import app_settings
from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest

from tenants.accounts.enums import SignInMethod

_BY_MFA_TYPE = {
    "totp": SignInMethod.TOTP,
    "webauthn": SignInMethod.PASSKEY,
    "recovery_codes": SignInMethod.RECOVERY,
}


@dataclass(frozen=True)
class Proof:
    """How a session came to be: the proof, the second step after it, whose account was used."""

    method: SignInMethod
    second: SignInMethod | None = None
    provider: str = ""


def _method(record: dict[str, Any]) -> SignInMethod:
    name = record.get("method", "")
    if name == "mfa":
        return _BY_MFA_TYPE.get(record.get("type", ""), SignInMethod.OTHER)
    if name == "socialaccount":
        return SignInMethod.SOCIAL
    return SignInMethod(name) if name in SignInMethod.values else SignInMethod.OTHER


def proofs_of(records: Sequence[dict[str, Any]], *, signup: bool | None = False) -> Proof:
    """Return what a session rests on.

    Without a record it was a link in a mail: one that confirms an address, or a new password.
    """
    first = [record for record in records if not record.get("reauthenticated")]
    if not first:
        return Proof(SignInMethod.LINK if not signup else SignInMethod.PASSWORD)
    method = _method(first[0])
    second = _method(first[-1]) if len(first) > 1 else None
    provider = str(first[0].get("provider") or "")
    return Proof(method, second if second != method else None, provider)


def proved_recently(request: HttpRequest) -> bool:
    """Whether somebody proved who they are within the last ten minutes, by signing in or since."""
    if not request.user.is_authenticated:
        return False
    records = get_authentication_records(request, request.user)
    limit = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
    return any(record.get("at", 0) > limit for record in records)
