"""The counterparts of outside services, served to a test from a thread on a free port."""

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from deploy.local.counterparts import app
from deploy.local.counterparts.server import make
from deploy.local.counterparts.shelf import Shelf

SECRET = "a secret of the tests"


@dataclass
class Counterparts:
    """Where they listen, what they received, and what they would have told the product."""

    origin: str
    folder: Path
    environment: dict[str, str]
    # address, body, headers
    called_back: list[tuple[str, bytes, Mapping[str, str]]] = field(default_factory=list)

    def received(self, service: str) -> list[dict]:
        """Return what a service keeps, the newest first."""
        kept = Shelf(self.folder / service).newest_first()
        return sorted(kept, key=lambda one: one.get("received_at", ""), reverse=True)


@pytest.fixture(scope="session")
def counterparts_server(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Counterparts]:
    """One server for the whole run."""
    folder = tmp_path_factory.mktemp("counterparts")
    told: list[tuple[str, bytes, Mapping[str, str]]] = []
    application = app.application(
        folder,
        SECRET,
        call_back=lambda url, body, headers, after: told.append((url, body, headers)),
    )
    server = make(application)
    origin = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield Counterparts(origin, folder, app.environment(origin, SECRET), told)
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def counterparts(counterparts_server: Counterparts, settings) -> Iterator[Counterparts]:
    """The server with nothing received yet, and the product's settings leading to it.

    A setting that has the name of one of its variables is set to the variable's value.
    """
    for name, value in counterparts_server.environment.items():
        setattr(settings, name, value)
    yield counterparts_server
    counterparts_server.called_back.clear()
    for path in counterparts_server.folder.glob("*/*.json"):
        path.unlink()
