"""The signature is the published one, and every change to what was signed undoes it."""

import copy
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from learning.credentials.services.multibase import (
    decode_base58,
    ed25519_multikey,
    encode_base58,
    from_multibase,
    to_multibase,
)
from learning.credentials.services.proof import (
    canonical_sha256,
    hash_data,
    proof_holds,
    sign_document,
)

# W3C VC-DI-EDDSA 1.0, appendix "Representation: eddsa-jcs-2022": keys, document, digests, signature.
PUBLIC_MULTIKEY = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
SECRET_MULTIKEY = "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq"
SEED = from_multibase(SECRET_MULTIKEY)[2:]
PUBLIC = from_multibase(PUBLIC_MULTIKEY)[2:]
METHOD = f"did:key:{PUBLIC_MULTIKEY}#{PUBLIC_MULTIKEY}"
CREATED = "2023-02-24T23:36:38Z"
DOCUMENT: dict[str, Any] = {
    "@context": [
        "https://www.w3.org/ns/credentials/v2",
        "https://www.w3.org/ns/credentials/examples/v2",
    ],
    "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
    "type": ["VerifiableCredential", "AlumniCredential"],
    "name": "Alumni Credential",
    "description": "A minimum viable example of an Alumni Credential.",
    "issuer": "https://vc.example/issuers/5678",
    "validFrom": "2023-01-01T00:00:00Z",
    "credentialSubject": {"id": "did:example:abcdefgh", "alumniOf": "The School of Examples"},
}
DOCUMENT_SHA256 = "59b7cb6251b8991add1ce0bc83107e3db9dbbab5bd2c28f687db1a03abc92f19"
OPTIONS_SHA256 = "66ab154f5c2890a140cb8388a22a160454f80575f6eae09e5a097cabe539a1db"
PROOF_VALUE = (
    "z2HnFSSPPBzR36zdDgK8PbEHeXbR56YF24jwMpt3R1eHXQzJDMWS93FCzpvJpwTWd3GAVFuUfjoJdcnTMuVor51aX"
)


def signed(document: dict[str, Any] = DOCUMENT, seed: bytes = SEED) -> dict[str, Any]:
    return sign_document(document, seed=seed, verification_method=METHOD, created=CREATED)


def test_the_published_vector_is_reproduced() -> None:
    proof = signed()["proof"]
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    assert canonical_sha256(DOCUMENT) == DOCUMENT_SHA256
    assert hash_data(DOCUMENT, options).hex() == OPTIONS_SHA256 + DOCUMENT_SHA256
    assert proof["proofValue"] == PROOF_VALUE


def test_the_published_vector_holds() -> None:
    assert proof_holds(signed(), public_key=PUBLIC) is True


def test_keys_of_the_vector_belong_together() -> None:
    public = Ed25519PrivateKey.from_private_bytes(SEED).public_key().public_bytes_raw()
    assert ed25519_multikey(public) == PUBLIC_MULTIKEY


def test_rfc_8032_first_vector() -> None:
    # RFC 8032, section 7.1, TEST 1: the empty message.
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    key = Ed25519PrivateKey.from_private_bytes(seed)
    assert key.public_key().public_bytes_raw().hex() == (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    )
    assert key.sign(b"").hex() == (
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    )


def _other_name(document: dict[str, Any]) -> None:
    document["credentialSubject"]["alumniOf"] = "Another school"


def _extra_field(document: dict[str, Any]) -> None:
    document["note"] = "with honours"


def _missing_field(document: dict[str, Any]) -> None:
    del document["description"]


def _other_date(document: dict[str, Any]) -> None:
    document["proof"]["created"] = "2024-02-24T23:36:38Z"


def _other_method(document: dict[str, Any]) -> None:
    document["proof"]["verificationMethod"] = "did:web:elsewhere.example#key"


def _other_purpose(document: dict[str, Any]) -> None:
    document["proof"]["proofPurpose"] = "authentication"


def _other_suite(document: dict[str, Any]) -> None:
    document["proof"]["cryptosuite"] = "eddsa-rdfc-2022"


def _context_swapped(document: dict[str, Any]) -> None:
    document["@context"] = list(reversed(document["@context"]))


def _no_proof(document: dict[str, Any]) -> None:
    del document["proof"]


def _proof_chain(document: dict[str, Any]) -> None:
    document["proof"] = [document["proof"]]


def _signature_elsewhere(document: dict[str, Any]) -> None:
    value = from_multibase(document["proof"]["proofValue"])
    document["proof"]["proofValue"] = to_multibase(bytes([value[0] ^ 1]) + value[1:])


def _signature_unreadable(document: dict[str, Any]) -> None:
    document["proof"]["proofValue"] = "z0OIl"


def _signature_endless(document: dict[str, Any]) -> None:
    document["proof"]["proofValue"] = "z" + "2" * 100_000


def _not_canonical(document: dict[str, Any]) -> None:
    document["number"] = 2**70


@pytest.mark.parametrize(
    "tamper",
    [
        _other_name,
        _extra_field,
        _missing_field,
        _other_date,
        _other_method,
        _other_purpose,
        _other_suite,
        _context_swapped,
        _no_proof,
        _proof_chain,
        _signature_elsewhere,
        _signature_unreadable,
        _signature_endless,
        _not_canonical,
    ],
)
def test_any_change_undoes_the_proof(tamper: Any) -> None:
    document = copy.deepcopy(signed())
    assert proof_holds(document, public_key=PUBLIC) is True
    tamper(document)
    assert proof_holds(document, public_key=PUBLIC) is False


def test_another_key_is_not_this_key() -> None:
    assert proof_holds(signed(seed=bytes(32)), public_key=PUBLIC) is False


def test_order_and_white_space_do_not_matter() -> None:
    document = signed()
    turned = dict(reversed(list(document.items())))
    assert list(turned) != list(document)
    assert proof_holds(turned, public_key=PUBLIC) is True
    assert canonical_sha256(turned) == canonical_sha256(document)


def test_signing_leaves_the_original_alone() -> None:
    before = copy.deepcopy(DOCUMENT)
    signed()["@context"].append("changed")
    assert before == DOCUMENT


@given(st.binary(max_size=80))
def test_base58_goes_both_ways(data: bytes) -> None:
    assert decode_base58(encode_base58(data)) == data


@pytest.mark.parametrize(
    ("data", "text"),
    # draft-msporny-base58, section 5 (test vectors).
    [
        (b"Hello World!", "2NEpo7TZRRrLZSi2U"),
        (
            b"The quick brown fox jumps over the lazy dog.",
            "USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z",
        ),
        (bytes.fromhex("0000287fb4cd"), "11233QC4"),
    ],
)
def test_base58_vectors(data: bytes, text: str) -> None:
    assert encode_base58(data) == text
    assert decode_base58(text) == data
