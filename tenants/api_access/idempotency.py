"""Idempotency keys: a POST that is sent again does not happen again.

The same key with the same body is answered as before; with another body 422; while the first is still
at work 409. What was answered is written in the transaction of the work itself, so there is never one
without the other. Keys belong to who asked: somebody else's are other keys.
(draft-ietf-httpapi-idempotency-key-header-07)
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, ParseError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from tenants.accounts.api import User
from tenants.api_access.models import KeptAnswer
from tenants.kernel.clock import now
from tenants.kernel.errors import Conflict, DomainError
from tenants.schemas import current_schema

HEADER = "Idempotency-Key"
KEPT_FOR = timedelta(hours=24)
LONGEST = 200


@dataclass(frozen=True)
class Keyed:
    """A request with a key: whose, which, and what was asked."""

    asker: str
    key: str
    digest: str


class KeyUsedOtherwise(DomainError):
    """The key was used with another body."""

    status = 422
    default_code = "idempotency_key_reused"


class Replay(APIException):
    """Not an error: the answer was given before and is given again."""

    def __init__(self, answer: KeptAnswer) -> None:
        super().__init__()
        self.answer = answer

    def answer_again(self) -> HttpResponse:
        """Return the answer; the API's error handler asks for it."""
        return as_before(self.answer)


class OnceOnly(BaseThrottle):
    """DRF's last stop before a view: whoever may call has been asked, nothing has been done yet."""

    def allow_request(self, request: Request, view: Any) -> bool:
        """Let a first request through; end any other with what it is to be answered."""
        key = request.headers.get(HEADER)
        if request.method != "POST" or key is None:
            return True
        if not 1 <= len(key) <= LONGEST or not key.isprintable() or not key.isascii():
            raise ParseError(
                _("Idempotency-Key: 1 to %(n)d printable ASCII characters.") % {"n": LONGEST}
            )
        keyed = Keyed(_asker(request), key, _digest(request._request))
        if not _lock(keyed):
            raise Conflict(
                _("The first request with this key is still at work. Try again in a moment."),
                code="idempotency_in_progress",
            )
        kept = KeptAnswer.objects.filter(asker=keyed.asker, key=key).first()
        if kept is not None and kept.expires_at > now():
            if kept.digest != keyed.digest:
                raise KeyUsedOtherwise(_("This Idempotency-Key was used for another request."))
            raise Replay(kept)
        if kept is not None:
            kept.delete()
        request._request.api_keyed = keyed  # type: ignore[attr-defined]
        return True

    def wait(self) -> None:
        """Nothing to wait for."""


def keep_answer(request: HttpRequest, response: HttpResponse) -> None:
    """Write down what a request with a key was answered. A failure of ours is not kept: it may be tried again."""
    keyed: Keyed | None = getattr(request, "api_keyed", None)
    if keyed is None or response.status_code >= 500:
        return
    KeptAnswer.objects.create(
        asker=keyed.asker,
        key=keyed.key,
        digest=keyed.digest,
        status=response.status_code,
        content_type=response.headers.get("Content-Type", ""),
        body=response.content,
        location=response.headers.get("Location", ""),
        expires_at=now() + KEPT_FOR,
    )


def as_before(answer: KeptAnswer) -> HttpResponse:
    """Return an answer as it was given the first time, and say so."""
    response = HttpResponse(
        bytes(answer.body), status=answer.status, content_type=answer.content_type or None
    )
    response["Idempotency-Replayed"] = "true"
    if answer.location:
        response["Location"] = answer.location
    return response


def forget_answers() -> int:
    """Remove answers kept long enough; returns how many."""
    return KeptAnswer.objects.filter(expires_at__lte=now()).delete()[0]


def _asker(request: Request) -> str:
    kind = "person" if isinstance(request.user, User) else "service"
    return f"{kind}:{request.user.pk}"


def _digest(request: HttpRequest) -> str:
    head = f"{request.method} {request.get_full_path()}\n{request.content_type}\n"
    return hashlib.sha256(head.encode() + request.body).hexdigest()


def _lock(keyed: Keyed) -> bool:
    """Take the key until the transaction ends; False when another request has it."""
    name = f"{current_schema()}:{keyed.asker}:{keyed.key}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [name])
        return bool(cursor.fetchone()[0])
