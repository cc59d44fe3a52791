"""What a counterpart is asked and what it answers: HTTP without a framework, since it starts with the stack."""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

LARGEST_BODY = 5_000_000  # bytes


@dataclass(frozen=True)
class Asked:
    """One request, its path without the service's own first segment."""

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)  # names in lower case
    body: bytes = b""
    base: str = ""  # address of the service as its caller knows it, without a slash at the end

    def form(self) -> dict[str, str]:
        """Return the fields of a urlencoded body; of a repeated one the last."""
        fields = parse_qs(self.body.decode("utf-8", "replace"), keep_blank_values=True)
        return {name: values[-1] for name, values in fields.items()}

    def arguments(self) -> dict[str, str]:
        """Return the fields of the query; of a repeated one the last."""
        return {name: values[-1] for name, values in parse_qs(self.query).items()}

    def json(self) -> Any:
        """Return the body read as JSON, None when it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    def basic_auth(self) -> tuple[str, str]:
        """Return user and password of the Authorization header, two empty ones without it (RFC 7617)."""
        scheme, _, value = self.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "basic":
            return "", ""
        try:
            user, _, password = base64.b64decode(value, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return "", ""
        return user, password


@dataclass(frozen=True)
class Answer:
    """One response."""

    status: int = HTTPStatus.OK
    body: bytes = b""
    content_type: str = "application/json"
    headers: tuple[tuple[str, str], ...] = ()


def json_answer(content: Any, status: int = HTTPStatus.OK) -> Answer:
    """Return an answer whose body is JSON."""
    return Answer(status, json.dumps(content).encode(), "application/json; charset=utf-8")
