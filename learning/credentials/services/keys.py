"""Whose key signs: identifiers (did:web) and the documents that publish the key.

Every issuer, the platform and each company, has a DID of its own on the public host; the platform's key
signs for all of them, and each document says so. Sources: the did:web method specification
("Method-specific identifier": a port's colon is percent-encoded, path segments are joined with colons;
"Read (Resolve)": where the document lies); W3C Controlled Identifiers 1.0, section 2.2.2 (Multikey).
"""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from learning.credentials.services.multibase import ed25519_multikey


def signing_seed() -> bytes:
    """Return the private key's 32 bytes."""
    seed: bytes = settings.CREDENTIAL_SIGNING_KEY
    return seed


def public_key() -> bytes:
    """Return the 32 bytes of the public key."""
    key = Ed25519PrivateKey.from_private_bytes(signing_seed())
    return key.public_key().public_bytes_raw()


def trusted_keys() -> list[bytes]:
    """Return the public keys whose signatures count: the present one first, then retired ones."""
    return [public_key(), *settings.CREDENTIAL_RETIRED_KEYS]


def platform_did() -> str:
    """Return the DID of the public host, such as `did:web:localhost%3A8000`."""
    return f"did:web:{urlsplit(settings.PUBLIC_ORIGIN).netloc.replace(':', '%3A')}"


def issuer_did(tenant_id: UUID | None) -> str:
    """Return a company's DID; None stands for the platform."""
    return platform_did() if tenant_id is None else f"{platform_did()}:issuers:{tenant_id}"


def verification_method(did: str) -> str:
    """Return the DID URL of the key; the fragment is the key itself, so a new key has a new name."""
    return f"{did}#{ed25519_multikey(public_key())}"


def did_document(tenant_id: UUID | None) -> dict[str, Any]:
    """Return the document that a verifier anywhere fetches to learn an issuer's public keys.

    Retired keys stay in it: a verifier accepts only what the document lists for assertions (W3C
    Controlled Identifiers 1.0, section 2.3.2), and what they signed is still true.
    """
    did = issuer_did(tenant_id)
    keys = [ed25519_multikey(key) for key in trusted_keys()]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did,
        "verificationMethod": [
            {
                "id": f"{did}#{key}",
                "type": "Multikey",
                "controller": did,
                "publicKeyMultibase": key,
            }
            for key in keys
        ],
        "assertionMethod": [f"{did}#{key}" for key in keys],
    }


def named_key(secured: dict[str, Any]) -> bytes | None:
    """Return which of our keys a document's proof says it was made with, for the issuer it names.

    The host inside the DID is not compared: a moved domain must not disown what it signed before, and
    the signature itself covers the name.
    """
    proof, issuer = secured.get("proof"), secured.get("issuer")
    if not isinstance(proof, dict) or not isinstance(issuer, dict):
        return None
    for key in trusted_keys():
        if proof.get("verificationMethod") == f"{issuer.get('id')}#{ed25519_multikey(key)}":
            return key
    return None
