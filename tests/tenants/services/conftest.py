"""A name server for tests of domains, speaking the real protocol on loopback."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from deploy.local.counterparts.dns import serve_beside, write_records


class Zone:
    """What the name server answers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lines: list[str] = []

    def set(self, *lines: str) -> None:
        """Answer these records and no others."""
        write_records(self.folder, "\n".join(lines))


@pytest.fixture
def zone(tmp_path: Path, settings: Settings) -> Iterator[Zone]:
    """The records of the only resolver there is; `zone.set("name TYPE value", …)`."""
    server = serve_beside(tmp_path, 0)
    settings.DNS_RESOLVERS = [f"127.0.0.1:{server.server_address[1]}"]
    settings.DNS_TIMEOUT_SECONDS = 0.5
    settings.DOMAIN_TARGET = "custom.smh.example"
    settings.DOMAIN_ADDRESSES = ["192.0.2.7"]
    yield Zone(tmp_path)
    server.shutdown()
    server.server_close()
