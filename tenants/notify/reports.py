"""Reads what mail systems report about a mail: it came back, it arrived, somebody called it unwanted.

Delivery status notifications (RFC 3464, codes by RFC 3463) and feedback reports (RFC 5965). Pure: bytes in,
facts out; nothing in them is believed before it is matched with a mail that was sent.
"""

import email
import re
from dataclasses import dataclass
from email.message import EmailMessage, Message
from email.policy import default
from enum import StrEnum
from typing import Any
from uuid import UUID

from tenants.kernel.mail import read_header_id

_CODE = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
# A full mailbox, a busy system, a policy: the address exists all the same.
_SOFT_SUBJECTS = ("3", "7")
_MAILBOX_FULL = ("2", "2")


class Said(StrEnum):
    """What a report says of one recipient."""

    FAILED = "failed"
    DELIVERED = "delivered"
    DELAYED = "delayed"
    COMPLAINED = "complained"


@dataclass(frozen=True)
class Report:
    """One report. `recipients` are the addresses it may be about, in lower case."""

    said: Said
    message_id: UUID
    company_id: UUID
    recipients: frozenset[str]
    diagnostic: str

    @property
    def is_hard(self) -> bool:
        """Whether nothing sent to this address will ever arrive."""
        return self.said == Said.FAILED and is_hard(self.diagnostic)


def is_hard(diagnostic: str) -> bool:
    """Whether a refusal means that the address is no good; without a code (RFC 3463) it does."""
    codes = _CODE.findall(diagnostic)
    for kind, subject, detail in codes:
        if kind != "5" or subject in _SOFT_SUBJECTS or (subject, detail) == _MAILBOX_FULL:
            return False
    return True


def read_report(raw: bytes) -> Report | None:
    """Return what a report says of a mail of ours, or None when it is no such report."""
    message = email.message_from_bytes(raw, _class=EmailMessage, policy=default)
    if message.get_content_type() != "multipart/report":
        return None
    parts = {part.get_content_type(): part for part in message.walk()}
    ours = _original_id(parts)
    if ours is None:
        return None
    if "message/delivery-status" in parts:
        return _status(parts["message/delivery-status"], ours)
    if "message/feedback-report" in parts:
        return _feedback(parts["message/feedback-report"], ours)
    return None


def _original_id(parts: dict[str, Any]) -> tuple[UUID, UUID] | None:
    """Return the ids in the Message-ID of the returned mail, whole or its headers alone."""
    if "message/rfc822" in parts:
        inner = parts["message/rfc822"].get_payload(0)
        return read_header_id(str(inner.get("Message-ID", "")))
    for kind in ("text/rfc822-headers", "message/rfc822-headers"):
        if kind in parts:
            headers = email.message_from_string(_text(parts[kind]))
            return read_header_id(str(headers.get("Message-ID", "")))
    return None


def _status(part: Any, ours: tuple[UUID, UUID]) -> Report | None:
    blocks: list[Message] = list(part.get_payload())
    # The first block is about the message, each of the others about a recipient (RFC 3464, 2.1).
    for block in blocks[1:]:
        action = str(block.get("Action", "")).strip().lower()
        if action in ("relayed", "expanded"):
            action = Said.DELAYED
        if action not in (Said.FAILED, Said.DELIVERED, Said.DELAYED):
            continue
        words = " ".join(
            part.strip()
            for part in (str(block.get("Status", "")), _after(block, "Diagnostic-Code"))
        )
        recipients = {_after(block, "Final-Recipient"), _after(block, "Original-Recipient")}
        return Report(
            Said(action), *ours, frozenset(one.lower() for one in recipients if one), words[:500]
        )
    return None


def _feedback(part: Any, ours: tuple[UUID, UUID]) -> Report | None:
    payload = part.get_payload()
    block = payload[0] if isinstance(payload, list) else email.message_from_string(_text(part))
    if str(block.get("Feedback-Type", "")).strip().lower() not in ("abuse", "fraud", "other"):
        return None
    recipient = str(block.get("Original-Rcpt-To", "")).strip().strip("<>").lower()
    words = f"{block.get('Feedback-Type', '')} {block.get('User-Agent', '')}".strip()
    return Report(
        Said.COMPLAINED, *ours, frozenset({recipient} if recipient else set()), words[:500]
    )


def _after(block: Message, name: str) -> str:
    """Return a field's value without its type: `rfc822; asha@example.com`."""
    return str(block.get(name, "")).partition(";")[2].strip()


def _text(part: Any) -> str:
    content = part.get_payload(decode=True)
    return content.decode(errors="replace") if content else str(part.get_payload())
