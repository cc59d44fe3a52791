"""A checker of signed credentials that shares no code with the product, as a third party would write one.

VC-DI-EDDSA 1.0, section 3.3 (eddsa-jcs-2022), with base58 and multicodec by Controlled Identifiers 1.0.
"""

import hashlib
from typing import Any

import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_ED25519_PREFIX = bytes([0xED, 0x01])


def check_proof(credential: dict[str, Any], did: dict[str, Any]) -> None:
    """Check a credential's proof with the key that its verification method names in a DID document.

    Raises:
        InvalidSignature: when it does not hold.
    """
    proof = dict(credential["proof"])
    signature = _decode(proof.pop("proofValue"))
    document = {name: value for name, value in credential.items() if name != "proof"}
    wanted = proof["verificationMethod"]
    key = next(one for one in did["verificationMethod"] if one["id"] == wanted)
    public = _decode(key["publicKeyMultibase"])
    assert public[:2] == _ED25519_PREFIX
    signed = _digest(proof) + _digest(document)
    Ed25519PublicKey.from_public_bytes(public[2:]).verify(signature, signed)


def _digest(value: dict[str, Any]) -> bytes:
    return hashlib.sha256(rfc8785.dumps(value)).digest()


def _decode(text: str) -> bytes:
    assert text[0] == "z", text
    number = 0
    for letter in text[1:]:
        number = number * 58 + _BASE58.index(letter)
    zeros = len(text[1:]) - len(text[1:].lstrip("1"))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8)
