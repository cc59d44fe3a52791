"""Data Integrity proofs with the cryptosuite eddsa-jcs-2022.

Sources: W3C Data Integrity EdDSA Cryptosuites 1.0 (VC-DI-EDDSA), section 3.3; RFC 8785 (JCS); RFC 8032
(Ed25519). Pure functions: no settings, no database.
"""

import copy
import hashlib
from typing import Any

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from learning.credentials.services.multibase import from_multibase, to_multibase

PROOF_TYPE = "DataIntegrityProof"
CRYPTOSUITE = "eddsa-jcs-2022"
PURPOSE = "assertionMethod"


def canonical_sha256(document: dict[str, Any]) -> str:
    """Return the hex SHA-256 of a JSON object in canonical form (RFC 8785).

    The same facts in another order or with other white space give the same digest.

    Raises:
        ValueError: when the object holds what I-JSON cannot (a float that is not finite, a huge integer).
    """
    return hashlib.sha256(_canonical(document)).hexdigest()


def sign_document(
    document: dict[str, Any], *, seed: bytes, verification_method: str, created: str
) -> dict[str, Any]:
    """Return a copy of `document` with a proof (VC-DI-EDDSA, section 3.3.1, Create Proof).

    Args:
        document: a credential without a proof.
        seed: the Ed25519 private key, 32 bytes (RFC 8032, section 5.1.5).
        verification_method: the DID URL under which the public key is found.
        created: XML Schema dateTimeStamp, UTC.
    """
    options: dict[str, Any] = {
        "type": PROOF_TYPE,
        "cryptosuite": CRYPTOSUITE,
        "created": created,
        "verificationMethod": verification_method,
        "proofPurpose": PURPOSE,
    }
    if "@context" in document:
        options["@context"] = copy.deepcopy(document["@context"])
    key = Ed25519PrivateKey.from_private_bytes(seed)
    signature = key.sign(hash_data(document, options))
    return {**copy.deepcopy(document), "proof": {**options, "proofValue": to_multibase(signature)}}


def hash_data(document: dict[str, Any], options: dict[str, Any]) -> bytes:
    """Return the 64 bytes that are signed: the options' digest, then the document's (section 3.3.4)."""
    return (
        hashlib.sha256(_canonical(options)).digest() + hashlib.sha256(_canonical(document)).digest()
    )


def proof_holds(secured: dict[str, Any], *, public_key: bytes) -> bool:
    """Whether the proof of a document was made by `public_key`'s owner over exactly this document.

    VC-DI-EDDSA, section 3.3.2 (Verify Proof). Says nothing about whose key it is, nor about revocation.
    Never raises for any JSON object: what cannot be read does not hold.

    Args:
        secured: the document with its `proof`, an object (sets and chains of proofs are not accepted).
        public_key: 32 bytes.
    """
    proof = secured.get("proof")
    if not isinstance(proof, dict) or not _is_ours_in_kind(proof):
        return False
    document = {name: value for name, value in secured.items() if name != "proof"}
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    if "@context" in options:
        if not _starts_with(document.get("@context"), options["@context"]):
            return False
        document["@context"] = options["@context"]
    try:
        signature = from_multibase(proof["proofValue"])
        Ed25519PublicKey.from_public_bytes(public_key).verify(
            signature, hash_data(document, options)
        )
    except (ValueError, InvalidSignature):
        return False
    return True


def _is_ours_in_kind(proof: dict[str, Any]) -> bool:
    return (
        proof.get("type") == PROOF_TYPE
        and proof.get("cryptosuite") == CRYPTOSUITE
        and proof.get("proofPurpose") == PURPOSE
        and isinstance(proof.get("proofValue"), str)
    )


def _starts_with(whole: Any, start: Any) -> bool:
    whole = whole if isinstance(whole, list) else [whole]
    start = start if isinstance(start, list) else [start]
    return bool(whole[: len(start)] == start)


def _canonical(value: dict[str, Any]) -> bytes:
    try:
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, RecursionError, UnicodeEncodeError) as error:
        raise ValueError("Not canonical JSON.") from error
