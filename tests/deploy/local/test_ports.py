"""Ports: all from one number, all below what the kernel hands out, each clash in one line."""

import socket

import pytest

from deploy.local.errors import CannotStart
from deploy.local.ports import NAMES, check_free, free_ports, is_taken, ports_from
from tests.deploy.local.stacks import some_ports


def test_all_ports_derive_from_the_first():
    ports = ports_from(8000)
    assert [getattr(ports, name) for name in NAMES] == [8000, 8001, 8002, 8003, 8004]


@pytest.mark.parametrize("first", [80, 1023, 32764, 40000, 70000])
def test_ports_that_outgoing_connections_may_take_are_refused(first: int):
    with pytest.raises(
        CannotStart, match=f"^--port {first} cannot be used: choose one from 1024 to 32763"
    ):
        ports_from(first)


@pytest.mark.parametrize("first", [1024, 32763])
def test_the_edges_of_the_range_are_allowed(first: int):
    assert ports_from(first).web == first


@pytest.mark.parametrize("name", NAMES)
def test_a_taken_port_is_named_with_the_flag_that_moves_it(name: str):
    ports = some_ports()
    port = getattr(ports, name)
    with socket.create_server(("127.0.0.1", port)):
        with pytest.raises(CannotStart) as refusal:
            check_free(ports, NAMES)
        check_free(ports, tuple(other for other in NAMES if other != name))
    message = str(refusal.value)
    assert message.startswith(f"Port {port} ({name}) is taken")
    assert "--port" in message
    assert "\n" not in message


def test_free_ports_skips_those_that_are_taken():
    ports = some_ports()
    with socket.create_server(("127.0.0.1", ports.redis)):
        assert is_taken(ports.redis)
        assert free_ports(ports.web).web > ports.web
