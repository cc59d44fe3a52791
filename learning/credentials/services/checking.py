"""Reading a credential that somebody brings: whether it is ours, and whole."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from learning.credentials.services.keys import named_key, public_key
from learning.credentials.services.proof import canonical_sha256, proof_holds
from tenants.kernel.ids import normalise_code


@dataclass(frozen=True)
class CredentialCheck:
    """What a credential says of itself.

    Args:
        is_credential: whether it is an Open Badges credential at all.
        code: of the certificate it claims to be; empty when it names none.
        names_our_key: whether it claims to be signed with our key.
        proof_holds: whether our key signed exactly this document.
        sha256: of its canonical form, hex; empty when it has none.
    """

    is_credential: bool
    code: str
    names_our_key: bool
    proof_holds: bool
    sha256: str


def check_credential(document: dict[str, Any]) -> CredentialCheck:
    """Check a JSON object against our key. Reads no table; never raises, whatever is brought."""
    try:
        digest = canonical_sha256(document)
    except ValueError:
        digest = ""
    key = named_key(document)
    return CredentialCheck(
        is_credential=_is_badge(document),
        code=_code(document.get("id")),
        names_our_key=key is not None,
        proof_holds=bool(digest) and proof_holds(document, public_key=key or public_key()),
        sha256=digest,
    )


def _is_badge(document: dict[str, Any]) -> bool:
    kinds = document.get("type")
    return isinstance(kinds, list) and "OpenBadgeCredential" in kinds


def _code(identifier: Any) -> str:
    """Return the code at the end of `…/verify/<code>/`."""
    if not isinstance(identifier, str) or len(identifier) > 500:
        return ""
    try:
        parts = [part for part in urlsplit(identifier).path.split("/") if part]
    except ValueError:
        return ""
    if len(parts) != 2 or parts[0] != "verify":
        return ""
    return normalise_code(parts[1])
