"""Fetching what a user named, without ever reaching a private address.

The address is resolved once, checked, and that very address is connected to, so a name that resolves
differently a moment later (DNS rebinding) gains nothing. Every redirect is checked in the same way.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from django.utils.translation import gettext as _

from tenants.kernel.errors import Invalid

_PORTS = {"http": 80, "https": 443}
_READ_BYTES = 64 * 1024


class EgressRefused(Invalid):
    """The address may not be fetched, or answered with too much or too late."""


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
        EgressRefused: when the name does not resolve, or any of its addresses is not global
            (RFC 6890), multicast, or an IPv4 address in IPv6 clothing that is not.

    """
    try:
        infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise EgressRefused(_("The address %(host)s does not exist.") % {"host": host}) from error
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
        status, headers, body = _get(url, max_bytes, deadline)
        location = headers.get("location")
        if status not in (301, 302, 303, 307, 308) or not location:
            return Fetched(status, headers.get("content-type", ""), body, url)
        url = urljoin(url, location)
    raise EgressRefused(_("The address redirects too often."))


def _get(url: str, max_bytes: int, deadline: float) -> tuple[int, dict[str, str], bytes]:
    parts = urlsplit(url)
    try:
        port = parts.port or _PORTS[parts.scheme]
    except (KeyError, ValueError) as error:
        raise EgressRefused(_("Only http and https addresses can be fetched.")) from error
    if not parts.hostname or parts.username or port != _PORTS[parts.scheme]:
        raise EgressRefused(_("Only plain http and https addresses can be fetched."))
    address = resolve(parts.hostname, port)
    connection = http.client.HTTPConnection(parts.hostname, port)
    try:
        raw = socket.create_connection((address, port), timeout=_left(deadline))
        connection.sock = (
            ssl.create_default_context().wrap_socket(raw, server_hostname=parts.hostname)
            if parts.scheme == "https"
            else raw
        )
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("GET", target, headers={"Accept-Encoding": "identity"})
        answer = connection.getresponse()
        body = b""
        while chunk := answer.read(_READ_BYTES):
            body += chunk
            if len(body) > max_bytes:
                raise EgressRefused(_("The answer is too large."))
            connection.sock.settimeout(_left(deadline))
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, body
    except (OSError, http.client.HTTPException) as error:
        raise EgressRefused(_("The address did not answer properly.")) from error
    finally:
        connection.close()


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise EgressRefused(_("The address took too long to answer."))
    return left
