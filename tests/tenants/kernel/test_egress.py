"""What a user names is fetched only from public addresses."""

import socket

import pytest

from tenants.kernel import egress


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "224.0.0.1", "::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1",
    ],
)  # fmt: skip
def test_private_addresses_are_not_public(address: str) -> None:
    assert egress.is_public(address) is False


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111"])
def test_public_addresses_are(address: str) -> None:
    assert egress.is_public(address) is True


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "gopher://x.example/",
        "http://user@x.example/",
        "http://127.0.0.1/",
        "http://localhost/",
        "http://x.example:8080/",
        "http:///x",
        "http://[::1]/",
        "http://2130706433/",
    ],
)
def test_these_are_refused_without_a_connection(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []
    monkeypatch.setattr(socket, "create_connection", lambda *args, **kwargs: opened.append(args))
    with pytest.raises(egress.EgressRefused):
        egress.fetch(url)
    assert opened == []


def test_one_private_address_among_public_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [(2, 1, 6, "", ("8.8.8.8", 80)), (2, 1, 6, "", ("10.0.0.1", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: answers)
    with pytest.raises(egress.EgressRefused, match="not on the public internet"):
        egress.resolve("two.example", 80)


def test_the_checked_address_is_the_one_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    connected: list[tuple[str, int]] = []

    def resolve(host: str, *args: object, **kwargs: object) -> list[object]:
        asked.append(host)
        address = "8.8.8.8" if len(asked) == 1 else "127.0.0.1"  # rebinding between two look-ups
        return [(2, 1, 6, "", (address, 80))]

    def connect(address: tuple[str, int], **kwargs: object) -> socket.socket:
        connected.append(address)
        raise OSError("no network here")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(egress.EgressRefused, match="did not answer"):
        egress.fetch("http://rebind.example/")
    assert (asked, connected) == (["rebind.example"], [("8.8.8.8", 80)])


def _answering(monkeypatch: pytest.MonkeyPatch, *answers: bytes) -> list[str]:
    """Let every public name answer these bytes in turn; return the names that were looked up."""
    asked: list[str] = []
    queue = list(answers)

    def resolve(host: str, *args: object, **kwargs: object) -> list[object]:
        asked.append(host)
        return [(2, 1, 6, "", ("10.9.8.7" if host == "inside.example" else "8.8.8.8", 80))]

    def connect(address: tuple[str, int], **kwargs: object) -> socket.socket:
        ours, theirs = socket.socketpair()
        theirs.sendall(queue.pop(0))
        theirs.shutdown(socket.SHUT_WR)
        _answering.keep.append(theirs)  # type: ignore[attr-defined]
        return ours

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    return asked


_answering.keep = []  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def close_peers() -> object:
    yield
    while _answering.keep:  # type: ignore[attr-defined]
        _answering.keep.pop().close()  # type: ignore[attr-defined]


def test_a_redirect_to_a_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _answering(
        monkeypatch,
        b"HTTP/1.1 302 Found\r\nLocation: http://inside.example/\r\nContent-Length: 0\r\n\r\n",
    )
    with pytest.raises(egress.EgressRefused, match="not on the public internet"):
        egress.fetch("http://outside.example/")
    assert asked == ["outside.example", "inside.example"]


def test_a_public_answer_arrives_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    _answering(
        monkeypatch,
        b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello",
    )
    found = egress.fetch("http://outside.example/a?b=1")
    assert (found.status, found.content_type, found.body) == (200, "text/plain", b"hello")


def test_an_answer_that_is_too_large_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    _answering(monkeypatch, b"HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello world")
    with pytest.raises(egress.EgressRefused, match="too large"):
        egress.fetch("http://outside.example/", max_bytes=10)
