"""Fetching from, and posting to, what a user named, without ever reaching a private address.

The address is resolved once, checked, and that very address is connected to, so a name that resolves
differently a moment later (DNS rebinding) gains nothing. Every redirect is checked in the same way.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from tenants.kernel.errors import Invalid

_PORTS = {"http": 80, "https": 443}
_READ_BYTES = 64 * 1024


class EgressRefused(Invalid):
    """The address may not be fetched, or answered with too much or too late."""


class EgressFailed(EgressRefused):
    """The address may be asked, but gave no proper answer this time."""


@dataclass(frozen=True)
class Fetched:
    """What came back: status, content type and the whole body."""

    status: int
    content_type: str
    body: bytes
    url: str


def resolve(host: str, port: int) -> str:
    """Return one address of a host, after making sure that all of them are public.

    Raises:
        EgressFailed: when the name does not resolve.
        EgressRefused: when any of its addresses is not global (RFC 6890), multicast, or an IPv4
            address in IPv6 clothing that is not.

    """
    try:
        infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise EgressFailed(_("The address %(host)s does not exist.") % {"host": host}) from error
    addresses = [str(info[4][0]) for info in infos]
    for address in addresses:
        if not is_public(address):
            raise EgressRefused(
                _("The address %(host)s is not on the public internet.") % {"host": host}
            )
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether an IP address is globally reachable, seen through mapped and tunnelled forms."""
    parsed = ipaddress.ip_address(address.split("%")[0])
    if isinstance(parsed, ipaddress.IPv6Address):
        inner = parsed.ipv4_mapped or parsed.sixtofour or (parsed.teredo or (None, None))[1]
        if inner is not None and not is_public(str(inner)):
            return False
        if parsed in ipaddress.ip_network("64:ff9b::/96"):
            return is_public(str(ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)))
    return parsed.is_global and not parsed.is_multicast


def fetch(
    url: str, *, max_bytes: int = 2 * 1024 * 1024, timeout_seconds: float = 10, redirects: int = 3
) -> Fetched:
    """GET a public address. Call it outside any transaction.

    Args:
        url: http or https, on the scheme's own port.
        max_bytes: of the body.
        timeout_seconds: for the whole, redirects included.
        redirects: how many to follow.

    Raises:
        EgressRefused: for anything that is not a complete answer from a public address.

    """
    deadline = time.monotonic() + timeout_seconds
    for _hop in range(redirects + 1):
        status, headers, body = _ask("GET", url, {}, b"", max_bytes, deadline)
        location = headers.get("location")
        if status not in (301, 302, 303, 307, 308) or not location:
            return Fetched(status, headers.get("content-type", ""), body, url)
        url = urljoin(url, location)
    raise EgressRefused(_("The address redirects too often."))


def post(
    url: str,
    *,
    body: bytes,
    headers: dict[str, str],
    max_bytes: int = 64 * 1024,
    timeout_seconds: float = 10,
) -> Fetched:
    """POST to a public address, following no redirect. Call it outside any transaction.

    Args:
        url: http or https, on the scheme's own port.
        body: what to send.
        headers: beside Host and Content-Length.
        max_bytes: of the answer.
        timeout_seconds: for the whole.

    Raises:
        EgressFailed: when no complete answer came; whether the body arrived is not known then.
        EgressRefused: when the address is none that may be asked.

    """
    deadline = time.monotonic() + timeout_seconds
    status, got, answer = _ask("POST", url, headers, body, max_bytes, deadline)
    return Fetched(status, got.get("content-type", ""), answer, url)


def check(url: str) -> None:
    """Make sure that an address could be asked, without asking it. Call it outside any transaction.

    Raises:
        EgressRefused: when it could not.

    """
    _destination(urlsplit(url))


def _destination(parts: SplitResult) -> tuple[str, int]:
    """Return address and port to connect to."""
    try:
        port = parts.port or _PORTS[parts.scheme]
    except (KeyError, ValueError) as error:
        raise EgressRefused(_("Only http and https addresses can be fetched.")) from error
    if not parts.hostname or parts.username:
        raise EgressRefused(_("Only plain http and https addresses can be fetched."))
    # In development and tests the counterparts of outside services listen on this very machine.
    if f"{parts.scheme}://{parts.hostname}:{port}" in settings.EGRESS_ALLOWED:
        return parts.hostname, port
    if port != _PORTS[parts.scheme]:
        raise EgressRefused(_("Only plain http and https addresses can be fetched."))
    return resolve(parts.hostname, port), port


def _ask(
    method: str, url: str, headers: dict[str, str], content: bytes, max_bytes: int, deadline: float
) -> tuple[int, dict[str, str], bytes]:
    parts = urlsplit(url)
    address, port = _destination(parts)
    host = parts.hostname or ""
    connection = http.client.HTTPConnection(host, port)
    try:
        raw = socket.create_connection((address, port), timeout=_left(deadline))
        connection.sock = (
            ssl.create_default_context().wrap_socket(raw, server_hostname=host)
            if parts.scheme == "https"
            else raw
        )
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request(
            method,
            target,
            body=content if method != "GET" else None,
            headers={"Accept-Encoding": "identity", **headers},
        )
        answer = connection.getresponse()
        body = b""
        while chunk := answer.read(_READ_BYTES):
            body += chunk
            if len(body) > max_bytes:
                raise EgressRefused(_("The answer is too large."))
            # An answer without a length ends with the connection, which then has no socket.
            if connection.sock is not None:
                connection.sock.settimeout(_left(deadline))
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, body
    except (OSError, http.client.HTTPException) as error:
        raise EgressFailed(_("The address did not answer properly.")) from error
    finally:
        connection.close()


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise EgressFailed(_("The address took too long to answer."))
    return left
