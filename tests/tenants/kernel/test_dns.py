"""Asking resolvers that answer, lie, loop, flood or say nothing. Real datagrams on loopback."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import dns.flags
import dns.message
import pytest
from pytest_django import Settings

from deploy.local.counterparts.dns import Server, serve_beside, write_records
from tenants.kernel.gateways.dns import Reply, Said, addresses, settled, texts

Strange = Callable[[Callable[[bytes], list[bytes]]], str]


@pytest.fixture
def nameserver(tmp_path: Path, settings: Settings) -> Iterator[Server]:
    server = serve_beside(tmp_path, 0)
    settings.DNS_RESOLVERS = [f"127.0.0.1:{server.server_address[1]}"]
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def strange(settings: Settings) -> Iterator[Strange]:
    """Return `strange(replies)`: a resolver that answers each query with these datagrams."""
    opened: list[socket.socket] = []

    def serve(replies: Callable[[bytes], list[bytes]]) -> str:
        server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        server.bind(("127.0.0.1", 0))
        opened.append(server)

        def run() -> None:
            while True:
                try:
                    query, asker = server.recvfrom(4096)
                except OSError:
                    return
                for reply in replies(query):
                    server.sendto(reply, asker)

        threading.Thread(target=run, daemon=True).start()
        address = f"127.0.0.1:{server.getsockname()[1]}"
        settings.DNS_RESOLVERS = [address]
        settings.DNS_TIMEOUT_SECONDS = 0.3
        return address

    yield serve
    for one in opened:
        one.close()


def test_texts_and_aliases_are_read(nameserver: Server) -> None:
    write_records(
        nameserver.folder,
        '# notes\n_smh.learn.example TXT "one two"\n_smh.learn.example. txt three\n'
        "learn.example CNAME custom.localhost.\ncustom.localhost A 192.0.2.7\n"
        f"long.example TXT {'x' * 600}\n",
    )
    assert texts("_smh.learn.example") == [Reply(Said.FOUND, ("one two", "three"))]
    assert addresses("LEARN.example") == [Reply(Said.FOUND, ("192.0.2.7",), ("custom.localhost",))]
    assert texts("long.example")[0].values == ("x" * 600,)
    assert addresses("nobody.example") == [Reply(Said.NOTHING)]
    assert texts("custom.localhost") == [Reply(Said.NOTHING)]


def test_an_alias_that_leads_nowhere_is_told_with_what_it_leads_to(nameserver: Server) -> None:
    write_records(nameserver.folder, "learn.example CNAME gone.example\n")
    assert addresses("learn.example") == [Reply(Said.NOTHING, aliases=("gone.example",))]


def test_a_loop_of_aliases_is_no_answer(nameserver: Server) -> None:
    write_records(nameserver.folder, "a.example CNAME b.example\nb.example CNAME a.example\n")
    assert texts("a.example") == [Reply(Said.FAILED)]


def test_silence_is_no_answer_and_takes_no_longer_than_it_may(strange: Strange) -> None:
    strange(lambda _query: [])
    began = time.monotonic()
    assert texts("learn.example") == [Reply(Said.FAILED)]
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    "reply",
    [
        lambda query: [b""],
        lambda query: [b"\x00" * 4000],
        lambda query: [query[:11]],
        # Another query's answer, as somebody would send who cannot see ours.
        lambda query: [b"\xff\xff" + query[2:]],
        lambda query: [_failing(query)],
        lambda query: [_cut_off(query)],
    ],
)
def test_what_is_no_proper_answer_is_none(
    strange: Strange, reply: Callable[[bytes], list[bytes]]
) -> None:
    strange(reply)
    assert texts("learn.example") == [Reply(Said.FAILED)]


def _failing(query: bytes) -> bytes:
    response = dns.message.make_response(dns.message.from_wire(query))
    response.set_rcode(2)
    return response.to_wire()


def _cut_off(query: bytes) -> bytes:
    # Too large for a datagram; nobody listens by TCP.
    response = dns.message.make_response(dns.message.from_wire(query))
    response.flags |= dns.flags.TC
    return response.to_wire()


def test_of_a_flood_of_records_no_more_than_fifty_are_looked_at(nameserver: Server) -> None:
    write_records(nameserver.folder, "".join(f"many.example TXT {n}\n" for n in range(200)))
    assert len(texts("many.example")[0].values) == 50


def test_a_name_that_is_none_is_asked_of_nobody(strange: Strange) -> None:
    asked: list[bytes] = []
    strange(lambda query: asked.append(query) or [])  # type: ignore[func-returns-value]
    assert texts("x" * 70 + ".example") == [Reply(Said.FAILED)]
    assert asked == []


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("FFN", "found"), ("FNN", "nothing"), ("FF-", "found"), ("F--", "failed"),
        ("FN", "failed"), ("F", "found"), ("", "failed"), ("FN-", "failed"), ("NN-", "nothing"),
    ],
)  # fmt: skip
def test_more_than_half_must_agree(said: str, outcome: str) -> None:
    words = {"F": Said.FOUND, "N": Said.NOTHING, "-": Said.FAILED}
    assert settled([Reply(words[letter]) for letter in said]) == outcome
