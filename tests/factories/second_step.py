"""Second steps for tests: an app with a known secret, recovery codes, a passkey made of software."""

import hashlib
import json
import os
import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestedCredentialData, AuthenticatorData

from tenants.accounts.models import User
from tenants.accounts.second_step import SecondStepAdapter


def set_up_app(user: User) -> str:
    """Turn two-step sign-in on, with recovery codes; return the app's secret."""
    secret = generate_totp_secret()
    Authenticator.objects.create(
        user=user, type="totp", data={"secret": SecondStepAdapter().encrypt(secret)}
    )
    RecoveryCodes.activate(user)
    return secret


def app_code(secret: str, *, steps: int = 0) -> str:
    """Return what the app shows now, or so many half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def recovery_codes(user: User) -> list[str]:
    """Return the codes that are left."""
    row = Authenticator.objects.get(user=user, type="recovery_codes")
    codes: list[str] = row.wrap().get_unused_codes()
    return codes


class SoftKey:
    """A passkey in memory: a discoverable credential that always says its owner was verified."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.host = origin.partition("://")[2].partition(":")[0]
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = os.urandom(16)
        self.handle = ""
        self.count = 0

    def _client_data(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _flags(self, *, attested: bool) -> int:
        present, verified, has_credential = 0x01, 0x04, 0x40
        return present | verified | (has_credential if attested else 0)

    def create(self, options: dict[str, Any]) -> str:
        """Answer navigator.credentials.create(); returns the form's `credential`."""
        self.handle = options["user"]["id"]
        data = AttestedCredentialData.create(
            Aaguid.NONE, self.id, ES256.from_cryptography_key(self.key.public_key())
        )
        hashed = hashlib.sha256(self.host.encode()).digest()
        auth = AuthenticatorData.create(hashed, self._flags(attested=True), 0, data)
        attestation = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData" + _cbor_bytes(auth)
        return json.dumps(
            {
                "id": websafe_encode(self.id),
                "rawId": websafe_encode(self.id),
                "type": "public-key",
                "clientExtensionResults": {"credProps": {"rk": True}},
                "response": {
                    "clientDataJSON": websafe_encode(
                        self._client_data("webauthn.create", options["challenge"])
                    ),
                    "attestationObject": websafe_encode(attestation),
                },
            }
        )

    def get(self, options: dict[str, Any]) -> str:
        """Answer navigator.credentials.get(); returns the form's `credential`."""
        client_data = self._client_data("webauthn.get", options["challenge"])
        hashed = hashlib.sha256(self.host.encode()).digest()
        self.count += 1
        auth = AuthenticatorData.create(hashed, self._flags(attested=False), self.count)
        signed = bytes(auth) + hashlib.sha256(client_data).digest()
        return json.dumps(
            {
                "id": websafe_encode(self.id),
                "rawId": websafe_encode(self.id),
                "type": "public-key",
                "clientExtensionResults": {},
                "response": {
                    "clientDataJSON": websafe_encode(client_data),
                    "authenticatorData": websafe_encode(bytes(auth)),
                    "signature": websafe_encode(self.key.sign(signed, ec.ECDSA(hashes.SHA256()))),
                    "userHandle": self.handle,
                },
            }
        )


def _cbor_bytes(value: bytes) -> bytes:
    return b"\x59" + len(value).to_bytes(2, "big") + bytes(value)


def add_passkey(browser: Client, key: SoftKey) -> Any:
    """Add a passkey through the page of somebody signed in; returns the answer."""
    page = browser.get("/account/two-step/webauthn/add/")
    options = page.context["js_data"]["creation_options"]["publicKey"]
    data = {"name": "My phone", "passwordless": "on", "credential": key.create(options)}
    return browser.post("/account/two-step/webauthn/add/", data)


def sign_in_by_passkey(browser: Client, key: SoftKey, **extra: str) -> Any:
    """Sign in with a passkey; returns the answer."""
    answer = browser.get(
        "/account/two-step/webauthn/login/", headers={"accept": "application/json"}
    )
    options = answer.json()["request_options"]["publicKey"]
    return browser.post(
        "/account/two-step/webauthn/login/", {"credential": key.get(options), **extra}
    )
