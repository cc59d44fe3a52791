"""Checking a certificate file that somebody brings. Nothing is stored, no company is entered.

A PDF counts by its digest in the registry. Only when that is unknown is it opened, to tell an altered
certificate from a file that never was one.
"""

import hashlib
import io
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pypdf import PdfReader

from learning.credentials.api import ATTACHMENT, CredentialCheck, check_credential
from tenants.registry.api import RegisteredCertificate, lookup, lookup_pdf

_PDF_MARK = b"%PDF-"
# Readers find the mark within the first kilobyte (ISO 32000-1, annex H, implementation note 13).
_MARK_WITHIN = 1024
_MOST_JSON_BYTES = 1024 * 1024
_LONGEST_CODE = 24


class Finding(StrEnum):
    """What a file turned out to be."""

    GENUINE = "genuine"
    REVOKED = "revoked"
    ALTERED = "altered"
    FOREIGN = "foreign"
    UNKNOWN = "unknown"
    PENDING = "pending"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class FileCheck:
    """The outcome of a check.

    Args:
        finding: what the file is.
        kind: `pdf`, `json`, or empty when it is neither.
        certificate: the registered certificate it claims to be, as the registry knows it; what the
            file itself says is never shown.
    """

    finding: Finding
    kind: str = ""
    certificate: RegisteredCertificate | None = None


def check_file(*, content: bytes) -> FileCheck:
    """Check a PDF or a JSON file, told apart by content. Enter `public` first.

    Returns:
        Always an outcome: whatever is brought, it does not raise.
    """
    if _PDF_MARK in content[:_MARK_WITHIN]:
        return _check_pdf(content)
    document = _read_json(content)
    if document is None:
        return FileCheck(Finding.UNREADABLE)
    return _check_json(document)


def _check_json(document: dict[str, Any]) -> FileCheck:
    check = check_credential(document)
    if not check.is_credential:
        return FileCheck(Finding.FOREIGN, "json")
    certificate = lookup(check.code) if check.code else None
    if not check.proof_holds:
        # Ours once, or made to look so, is something else than another issuer's badge.
        ours = check.names_our_key or certificate is not None
        return FileCheck(Finding.ALTERED if ours else Finding.FOREIGN, "json", certificate)
    return _judge(check, certificate, "json")


def _judge(
    check: CredentialCheck, certificate: RegisteredCertificate | None, kind: str
) -> FileCheck:
    """Judge a document that our key signed."""
    if certificate is None:
        return FileCheck(Finding.UNKNOWN, kind)
    if not check.names_our_key or check.sha256 != certificate.credential_sha256:
        return FileCheck(Finding.ALTERED, kind, certificate)
    return FileCheck(_standing(certificate), kind, certificate)


def _standing(certificate: RegisteredCertificate) -> Finding:
    return Finding.GENUINE if certificate.is_valid else Finding.REVOKED


def _check_pdf(content: bytes) -> FileCheck:
    known = lookup_pdf(hashlib.sha256(content).hexdigest())
    if known is not None:
        return FileCheck(_standing(known), "pdf", known)
    document, code = _inside(content)
    if document is None:
        claimed = lookup(code) if code else None
        # Its attachment is gone or broken, and it still calls itself one of ours.
        return FileCheck(Finding.ALTERED if claimed else Finding.FOREIGN, "pdf", claimed)
    inner = _check_json(document)
    if inner.finding in (Finding.FOREIGN, Finding.UNKNOWN):
        return FileCheck(inner.finding, "pdf", inner.certificate)
    if inner.finding != Finding.ALTERED and inner.certificate and not inner.certificate.pdf_sha256s:
        # Signed by us, and the PDF's own digest is still on its way to the registry.
        return FileCheck(Finding.PENDING, "pdf", inner.certificate)
    return FileCheck(Finding.ALTERED, "pdf", inner.certificate)


def _inside(content: bytes) -> tuple[dict[str, Any] | None, str]:
    """Return the credential inside a PDF, None when there is none to be read, and its code."""
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        facts: dict[str, Any] = dict(reader.metadata or {})
        code = str(facts.get("/Keywords", ""))[:_LONGEST_CODE]
    except Exception:
        # A broken PDF makes the reader raise nearly anything; all of it means: not to be read.
        return None, ""
    try:
        found = reader.attachments.get(ATTACHMENT, [])
    except Exception:
        return None, code
    return (_read_json(found[0]) if found else None), code


def _read_json(content: bytes) -> dict[str, Any] | None:
    """Return a JSON object, or None. Names given twice are refused: readers disagree which one holds."""
    if len(content) > _MOST_JSON_BYTES:
        return None
    try:
        document = json.loads(content, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) else None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) != len(pairs):
        raise ValueError("A name is given twice.")
    return document
