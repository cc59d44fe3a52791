"""Web push: encrypts a message for one browser and hands it to that browser's push service.

RFC 8030 (delivery), RFC 8291 (encryption), RFC 8292 (VAPID). pywebpush makes the ciphertext and py_vapid
the signature; the request itself goes through `egress`, because the address comes from the browser.
"""

import base64
import time
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from py_vapid import Vapid02
from pywebpush import WebPusher

from tenants.kernel import egress

# Of P-256; a private key lies between 1 and this, exclusive.
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_TOKEN_SECONDS = 12 * 3600  # RFC 8292 allows 24 hours.
_GONE = (404, 410)
_TRY_AGAIN = (408, 425, 429)


@dataclass(frozen=True)
class Subscription:
    """What a browser gave: where to post, and its keys (base64url)."""

    endpoint: str
    p256dh: str
    auth: str


class PushGone(Exception):
    """The browser has ended its subscription (RFC 8030, 7.3)."""


class PushRefused(Exception):
    """The push service will never take this message."""


class PushDown(Exception):
    """The push service cannot be reached, or not now."""


def send(
    subscription: Subscription, content: bytes, *, topic: str, ttl_seconds: int, urgent: bool
) -> None:
    """Send one message. Call it outside any transaction.

    Args:
        subscription: of one browser.
        content: at most 3 KB.
        topic: up to 32 characters of base64url; a message still waiting under it is replaced, so a
            repeat is no second message (RFC 8030, 5.4).
        ttl_seconds: how long the push service keeps it for a browser that is away.
        urgent: whether a sleeping phone should wake up for it (RFC 8030, 5.3).

    Raises:
        PushGone: the subscription has ended.
        PushRefused: for good.
        PushDown: for now.

    """
    try:
        pusher = WebPusher({"endpoint": subscription.endpoint,
                            "keys": {"p256dh": subscription.p256dh, "auth": subscription.auth}})  # fmt: skip
        body = pusher.encode(content, content_encoding="aes128gcm")["body"]
    except Exception as error:  # pywebpush raises whatever its libraries do for keys that are none
        raise PushGone("The browser's keys are not valid.") from error
    headers = {
        "Content-Type": "application/octet-stream",
        "Content-Encoding": "aes128gcm",
        "TTL": str(ttl_seconds),
        "Topic": topic,
        "Urgency": "high" if urgent else "normal",
        "Authorization": _authorization(subscription.endpoint),
    }
    try:
        answer = egress.post(subscription.endpoint, body=bytes(body), headers=headers)
    except egress.EgressFailed as error:
        raise PushDown(str(error)) from error
    except egress.EgressRefused as error:
        raise PushGone(str(error)) from error
    if answer.status in _GONE:
        raise PushGone(f"{answer.status}")
    if answer.status in _TRY_AGAIN or answer.status >= 500:
        raise PushDown(f"{answer.status}")
    if not 200 <= answer.status < 300:
        raise PushRefused(f"{answer.status} {answer.body[:200].decode(errors='replace')}")


def public_key() -> str:
    """Return our public key as the browser wants it: an uncompressed point in base64url."""
    point = (
        _key(settings.VAPID_PRIVATE_KEY, settings.SECRET_KEY)
        .public_key()
        .public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    )
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def _authorization(endpoint: str) -> str:
    parts = urlsplit(endpoint)
    vapid = Vapid02(private_key=_key(settings.VAPID_PRIVATE_KEY, settings.SECRET_KEY))
    signed = vapid.sign(
        {
            "aud": f"{parts.scheme}://{parts.netloc}",
            # The push service's clock counts, not the one that tests hold still.
            "exp": int(time.time()) + _TOKEN_SECONDS,
            "sub": settings.VAPID_CONTACT,
        }
    )
    return str(signed["Authorization"])


@lru_cache(maxsize=4)
def _key(own: str, secret: str) -> ec.EllipticCurvePrivateKey:
    if own:
        number = int.from_bytes(base64.urlsafe_b64decode(own + "=" * (-len(own) % 4)), "big")
    else:
        derived = HKDF(hashes.SHA256(), 48, salt=b"", info=b"smh.vapid").derive(secret.encode())
        number = int.from_bytes(derived, "big") % (_ORDER - 1) + 1
    return ec.derive_private_key(number, ec.SECP256R1())
