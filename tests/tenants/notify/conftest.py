"""Browsers and team chats that tests can send to."""

import base64
import json
from dataclasses import dataclass
from typing import Any
from urllib.request import Request, urlopen

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tenants.accounts.models import User
from tenants.kernel.clock import now
from tenants.notify.models import ChatChannel, PushSubscription
from tenants.notify.services.pushing import subscribe
from tests.counterparts import Counterparts


@dataclass
class Device:
    """A browser: its keys, and its endpoint at the counterpart."""

    endpoint: str
    key: ec.EllipticCurvePrivateKey
    auth: bytes

    @property
    def p256dh(self) -> str:
        """Its public key as a page would send it."""
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return base64.urlsafe_b64encode(point).rstrip(b"=").decode()

    @property
    def secret(self) -> str:
        """Its shared secret as a page would send it."""
        return base64.urlsafe_b64encode(self.auth).rstrip(b"=").decode()

    def sign_up(self, user: User) -> PushSubscription:
        """Sign up for a person."""
        found = subscribe(
            user=user,
            endpoint=self.endpoint,
            p256dh=self.p256dh,
            auth=self.secret,
            label="Chrome · Android",
        )
        return PushSubscription.objects.get(id=found)

    def read(self, message: dict[str, Any]) -> dict[str, str]:
        """Decrypt what arrived, as the browser does before its worker sees it (RFC 8291)."""
        plain = http_ece.decrypt(
            base64.b64decode(message["body"]),
            private_key=self.key,
            auth_secret=self.auth,
            version="aes128gcm",
        )
        told: dict[str, str] = json.loads(plain)
        return told


@dataclass
class Outside:
    """The push service and the team chats."""

    counterparts: Counterparts

    def device(self, name: str = "phone") -> Device:
        """Return a browser that has an endpoint."""
        return Device(
            f"{self.counterparts.origin}/push/send/{name}",
            ec.generate_private_key(ec.SECP256R1()),
            b"0123456789abcdef",
        )

    def chat(
        self, name: str = "wins", *, service: str = "slack", kinds: list[str] | None = None
    ) -> ChatChannel:
        """Return a connected chat."""
        return ChatChannel.objects.create(
            name=name,
            service=service,
            url=f"{self.counterparts.origin}/hooks/{service}/{name}",
            kinds=kinds if kinds is not None else ["team.course_completed"],
            created_at=now(),
        )

    def arrived(self, service: str) -> list[dict[str, Any]]:
        """Return what arrived at `push` or `hooks`, the newest first."""
        return [one for one in self.counterparts.received(service) if "to" in one]

    def answer_with(self, service: str, status: int) -> None:
        """Have a service answer everything with this status; 0 has it work again."""
        request = Request(
            f"{self.counterparts.origin}/{service}/mode", data=f"status={status}".encode()
        )
        urlopen(request, timeout=5).close()


@pytest.fixture
def outside(counterparts: Counterparts, settings: Any) -> Outside:
    """The counterparts, which the product may post to although they are on this machine."""
    settings.EGRESS_ALLOWED = frozenset({counterparts.origin})
    return Outside(counterparts)
