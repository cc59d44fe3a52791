"""What the module of a service works with: its shelf, the stack's secret, and a way to call the product back."""

import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from deploy.local.counterparts.shelf import Shelf

TIMEOUT = 10.0  # seconds
# Takes address, body, headers and the seconds to wait first.
CallBack = Callable[[str, bytes, Mapping[str, str], float], None]


@dataclass(frozen=True)
class Desk:
    """A service's own place."""

    shelf: Shelf
    secret: str
    call_back: CallBack


def call_back_later(url: str, body: bytes, headers: Mapping[str, str], after: float) -> None:
    """Post to the product a little later, from a thread of its own; a failure is nobody's but the caller's."""
    threading.Thread(target=_post, args=(url, body, headers, after), daemon=True).start()


def _post(url: str, body: bytes, headers: Mapping[str, str], after: float) -> None:
    time.sleep(after)
    parts = urlsplit(url)
    host = parts.hostname or ""
    # Not every resolver knows *.localhost; all of it is this machine (RFC 6761, section 6.3).
    address = "127.0.0.1" if host == "localhost" or host.endswith(".localhost") else host
    connection = HTTPConnection(address, parts.port or 80, timeout=TIMEOUT)
    with suppress(OSError, HTTPException):
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", target, body, {**headers, "Host": parts.netloc})
        connection.getresponse().read()
    connection.close()
