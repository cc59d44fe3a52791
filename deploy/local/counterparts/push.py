"""A browser's push service (RFC 8030) with VAPID (RFC 8292): takes messages it cannot read, as real ones do.

A browser's endpoint is `<base>/send/<any name>`; of a name ending in `-gone` the subscription has ended. What
arrives is kept as it came; whoever has the browser's keys can decrypt it (RFC 8291).
"""

import base64
import re
import time
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec

from deploy.local.counterparts.desk import Desk
from deploy.local.counterparts.exchange import Answer, Asked, json_answer

NAME = "push"
_SEND = re.compile(r"/send/([A-Za-z0-9_-]{1,100})")
_VAPID = re.compile(r"vapid t=([^,\s]+), ?k=([A-Za-z0-9_-]+)")
_LARGEST = 4096  # bytes (RFC 8030, 7.2)
_LONGEST_TOPIC = 32
_DAY = 24 * 3600


def environment(base: str, secret: str) -> dict[str, str]:
    """Return what lets the product post here although it is on a private address."""
    return {"PUSH_COUNTERPART": base}


def answer(asked: Asked, desk: Desk) -> Answer:
    """Take a message for a browser, or say why not."""
    if asked.path == "/mode" and asked.method == "POST":
        desk.shelf.put({"status": int(asked.form().get("status", "0"))}, name="mode")
        return Answer(HTTPStatus.NO_CONTENT)
    place = _SEND.fullmatch(asked.path)
    if place is None or asked.method != "POST":
        return json_answer({"error": "no such endpoint"}, HTTPStatus.NOT_FOUND)
    status = (desk.shelf.get("mode") or {}).get("status")
    if status:
        return json_answer({"error": "as was asked"}, status)
    if place[1].endswith("-gone"):
        return json_answer({"error": "the subscription has ended"}, HTTPStatus.GONE)
    claims, problem = _vapid(asked)
    problem = problem or _wrong_with(asked)
    if problem:
        forbidden = claims is None
        status = HTTPStatus.FORBIDDEN if forbidden else HTTPStatus.BAD_REQUEST
        return json_answer({"error": problem}, status)
    kept = {
        "received_at": datetime.now(UTC).isoformat(),
        "to": place[1],
        "body": base64.b64encode(asked.body).decode(),
        "claims": claims,
        "topic": asked.headers.get("topic", ""),
        "ttl": asked.headers["ttl"],
        "urgency": asked.headers.get("urgency", "normal"),
    }
    # A message still waiting under a topic is replaced (RFC 8030, 5.4).
    topic = kept["topic"]
    name = desk.shelf.put(kept, name=f"{place[1]}.{topic}" if topic else "")
    return Answer(HTTPStatus.CREATED, headers=(("Location", f"{asked.base}/message/{name}"),))


def _wrong_with(asked: Asked) -> str:
    if not asked.headers.get("ttl", "").isdigit():
        return "TTL is missing (RFC 8030, 5.2)"
    if asked.headers.get("content-encoding") != "aes128gcm":
        return "Content-Encoding must be aes128gcm (RFC 8291, 4)"
    if len(asked.body) > _LARGEST:
        return "The message is too large"
    if len(asked.headers.get("topic", "")) > _LONGEST_TOPIC:
        return "The topic is too long (RFC 8030, 5.4)"
    return ""


def _vapid(asked: Asked) -> tuple[dict[str, Any] | None, str]:
    """Return the claims of the sender's token, or what is wrong with it."""
    found = _VAPID.fullmatch(asked.headers.get("authorization", ""))
    if found is None:
        return None, "Authorization must be vapid (RFC 8292, 3)"
    point = base64.urlsafe_b64decode(found[2] + "=" * (-len(found[2]) % 4))
    parts = urlsplit(asked.base)
    try:
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        claims: dict[str, Any] = jwt.decode(
            found[1],
            key,
            algorithms=["ES256"],
            audience=f"{parts.scheme}://{parts.netloc}",
            options={"require": ["aud", "exp", "sub"]},
        )
    except (jwt.PyJWTError, ValueError) as error:
        return None, f"The token is not good: {error}"
    if claims["exp"] > time.time() + _DAY:
        return None, "The token lives longer than a day (RFC 8292, 2)"
    if not str(claims["sub"]).startswith(("mailto:", "https:")):
        return None, "The token does not say whom to write to (RFC 8292, 2.1)"
    return claims, ""
