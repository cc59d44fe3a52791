"""The whole product for real: started, killed, started again, drained. Part of the long matrices."""

import json
import signal
import socket
from pathlib import Path

import pytest

from deploy.local.ports import NAMES, is_taken
from deploy.local.readiness import Readiness
from deploy.local.visitor import Visitor
from tests.deploy.local.stacks import alive, eventually, family_of, product, some_ports

pytestmark = pytest.mark.slow


def answer_to_a_huge_body(port: int) -> bytes:
    """Announce three gigabytes of people, send a thousandth of a percent of them, and return the answer's beginning."""
    head = (
        "POST /manage/people/import/ HTTP/1.1",
        "Host: acme.localhost",
        "Content-Type: multipart/form-data; boundary=x",
        f"Content-Length: {3 * 1024**3}",
    )
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.sendall("\r\n".join([*head, "", "--x"]).encode())
        line.sendall(b"x" * 32 * 1024)
        return line.recv(64)


def test_the_product_starts_is_killed_keeps_its_data_and_drains(tmp_path: Path):
    ports = some_ports()
    with product(tmp_path, ports, forget=False) as (supervisor, said):
        people = json.loads((tmp_path / "demo.json").read_text())
        assert all(f"{one['email']} " in said and one["password"] in said for one in people)
        family = family_of(supervisor.pid)
        supervisor.send_signal(signal.SIGKILL)
        supervisor.wait()
        assert eventually(lambda: not alive(family))
        assert [name for name in NAMES if is_taken(getattr(ports, name))] == []

    with product(tmp_path, ports) as (supervisor, said):
        assert "migrate_schemas" not in said
        assert "seed_demo" not in said
        assert Readiness(ports.web).ask()
        assert answer_to_a_huge_body(ports.web).startswith(b"HTTP/1.1 413 ")
        consumer = next(one for one in people if one["host"] == f"http://localhost:{ports.web}/")
        visitor = Visitor("localhost", ports.web, "consumer")
        signed_in = visitor.sign_in(consumer["email"], consumer["password"], path="/account/login/")
        assert signed_in
        family = family_of(supervisor.pid)
        supervisor.send_signal(signal.SIGTERM)
        drained = supervisor.stdout.read() if supervisor.stdout else ""
        supervisor.wait()
    assert supervisor.returncode == 0
    assert not alive(family)
    stopped = [line.split()[1] for line in drained.splitlines() if line.endswith("stopped")]
    workers = ["worker-media", "worker-default"]
    services = ["counterparts", "smtp", "redis", "postgres"]
    assert stopped == ["web", *workers, "beat", *services]
