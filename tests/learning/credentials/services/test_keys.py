"""A key that was replaced: what it signed stays genuine, what others sign does not become it."""

import base64
import io

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import LazySettings
from django.core.management import call_command

from learning.credentials.services.checking import check_credential
from learning.credentials.services.keys import (
    did_document,
    issuer_did,
    public_key,
    verification_method,
)
from learning.credentials.services.multibase import ed25519_multikey
from learning.credentials.services.proof import sign_document

OLD, NEW, STRANGER = (bytes([number]) * 32 for number in (1, 2, 3))


def public_half(seed: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def badge(settings: LazySettings, seed: bytes) -> dict[str, object]:
    """A badge as it is signed while `seed` is the platform's key."""
    settings.CREDENTIAL_SIGNING_KEY = seed
    did = issuer_did(None)
    document = {"type": ["OpenBadgeCredential"], "issuer": {"id": did}, "name": "Closing"}
    return sign_document(
        document,
        seed=seed,
        verification_method=verification_method(did),
        created="2026-01-01T00:00:00Z",
    )


def test_what_a_retired_key_signed_stays_genuine(settings: LazySettings) -> None:
    old, stranger = badge(settings, OLD), badge(settings, STRANGER)
    settings.CREDENTIAL_SIGNING_KEY = NEW
    settings.CREDENTIAL_RETIRED_KEYS = [public_half(OLD)]
    found = check_credential(old)
    assert (found.names_our_key, found.proof_holds) == (True, True)
    assert not check_credential({**old, "name": "Opening"}).proof_holds
    found = check_credential(stranger)
    assert (found.names_our_key, found.proof_holds) == (False, False)


def test_a_key_that_is_in_no_list_is_nobodys(settings: LazySettings) -> None:
    old = badge(settings, OLD)
    settings.CREDENTIAL_SIGNING_KEY = NEW
    settings.CREDENTIAL_RETIRED_KEYS = []
    found = check_credential(old)
    assert (found.names_our_key, found.proof_holds) == (False, False)


def test_every_key_that_counts_is_published(settings: LazySettings) -> None:
    settings.CREDENTIAL_SIGNING_KEY = NEW
    settings.CREDENTIAL_RETIRED_KEYS = [public_half(OLD)]
    document = did_document(None)
    keys = [ed25519_multikey(public_half(NEW)), ed25519_multikey(public_half(OLD))]
    assert [one["publicKeyMultibase"] for one in document["verificationMethod"]] == keys
    assert document["assertionMethod"] == [f"{document['id']}#{key}" for key in keys]


@pytest.mark.usefixtures("settings")
def test_the_command_prints_what_the_list_takes() -> None:
    out = io.StringIO()
    call_command("credential_key", stdout=out)
    assert base64.b64decode(out.getvalue()) == public_key()
