"""Asking resolvers. The only module that knows the DNS protocol's library.

Each resolver of `settings.DNS_RESOLVERS` is asked by itself; what they say is counted by whoever asks, so
that one that was fooled, or is down, decides nothing. Call it outside any transaction.
"""

import time
from dataclasses import dataclass
from enum import StrEnum

import dns.exception
import dns.message
import dns.query
import dns.rcode
from django.conf import settings

_PORT = 53
_MOST_RECORDS = 50
_LONGEST_TEXT = 1024
# What fits into a datagram on any path (DNS flag day 2020); a larger answer is fetched by TCP.
_PAYLOAD = 1232


class Said(StrEnum):
    """What a resolver's answer amounts to."""

    FOUND = "found"
    NOTHING = "nothing"  # the name, or such a record of it, does not exist
    FAILED = "failed"  # no answer, or none that can be believed


@dataclass(frozen=True)
class Reply:
    """What one resolver said.

    Args:
        said: whether there was anything.
        values: texts, or addresses.
        aliases: the names that the asked one leads to by CNAME, in order, without a final dot.
    """

    said: Said
    values: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


def texts(name: str) -> list[Reply]:
    """Return what each resolver says of a name's TXT records."""
    return [_ask(name, "TXT", resolver) for resolver in settings.DNS_RESOLVERS]


def addresses(name: str) -> list[Reply]:
    """Return what each resolver says of a name's IPv4 addresses and of what it is an alias of."""
    return [_ask(name, "A", resolver) for resolver in settings.DNS_RESOLVERS]


def settled(replies: list[Reply]) -> Said:
    """Return what more than half of the resolvers agree on; FAILED where they do not."""
    for said in (Said.FOUND, Said.NOTHING):
        if sum(reply.said == said for reply in replies) * 2 > len(replies):
            return said
    return Said.FAILED


def _ask(name: str, kind: str, resolver: str) -> Reply:
    host, _colon, port = resolver.partition(":")
    limit = time.monotonic() + settings.DNS_TIMEOUT_SECONDS
    try:
        query = dns.message.make_query(name, kind, use_edns=0, payload=_PAYLOAD)
        response, _tcp = dns.query.udp_with_fallback(
            query,
            host,
            port=int(port or _PORT),
            timeout=max(0.05, limit - time.monotonic()),
            ignore_unexpected=True,
        )
        if response.rcode() == dns.rcode.NXDOMAIN:
            return Reply(Said.NOTHING)
        if response.rcode() != dns.rcode.NOERROR:
            return Reply(Said.FAILED)
        if not isinstance(response, dns.message.QueryMessage):
            return Reply(Said.FAILED)
        # Follows aliases within the answer; a loop or a long chain raises.
        chain = response.resolve_chaining()
    except (dns.exception.DNSException, OSError, EOFError, ValueError):
        return Reply(Said.FAILED)
    aliases = tuple(
        str(record.target).rstrip(".").lower() for rrset in chain.cnames for record in rrset
    )
    if chain.answer is None:
        return Reply(Said.NOTHING, aliases=aliases)
    # Sorted, as records come in no order.
    values = tuple(sorted(_value(record) for record in chain.answer)[:_MOST_RECORDS])
    return Reply(Said.FOUND, values, aliases)


def _value(record: object) -> str:
    strings = getattr(record, "strings", None)
    if strings is None:
        return str(record)
    return b"".join(strings)[:_LONGEST_TEXT].decode("ascii", "replace")
