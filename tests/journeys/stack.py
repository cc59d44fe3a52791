"""The running stack the journey is made on: started as anybody starts it, with `deploy/up`."""

import os
import re
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from deploy.local.ports import free_ports

REPOSITORY = Path(__file__).parents[2]
FIRST_PORT = 22000  # the tests of the embedded stack, which run beside, begin above it
START_WITHIN = 300.0  # seconds, beside other tests on two cores
# What a test run tells its own processes must not reach a stack that brings its own services.
_OF_THE_TEST_RUN = re.compile(
    r"^(DJANGO_|SMH_|PYTEST|COV_)|_URL$|^(SECRET_KEY|PUBLIC_ORIGIN|CREDENTIAL_SIGNING_KEY)$"
)


@dataclass(frozen=True)
class Stack:
    """Where the product answers. `suffix` keeps company names free on a stack that was used before."""

    origin: str
    suffix: str = ""

    def company(self, slug: str) -> str:
        """Return the origin of a company's host."""
        scheme, _, rest = self.origin.partition("://")
        return f"{scheme}://{slug}.{rest}"


@contextmanager
def running_stack() -> Iterator[Stack]:
    """Give the stack that SMH_JOURNEY_ORIGIN names, or a fresh one of our own that is stopped afterwards."""
    if origin := os.environ.get("SMH_JOURNEY_ORIGIN", "").rstrip("/"):
        yield Stack(origin, suffix=f"-{token_hex(2)}")
        return
    port = free_ports(FIRST_PORT).web
    home = Path(os.environ.get("SMH_HOME", REPOSITORY / ".run")) / "journeys"
    home.mkdir(parents=True, exist_ok=True)
    log = home.with_suffix(".log")
    with log.open("wb") as output:
        up = subprocess.Popen(
            ["deploy/up", "--fresh", "--home", str(home), "--port", str(port)],
            cwd=REPOSITORY,
            env={**_environment(), "DEMO_VIDEOS": "off"},  # journeys watch a video of their own
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            _await_ready(up, f"http://localhost:{port}", log)
            yield Stack(f"http://localhost:{port}")
        finally:
            up.terminate()
            status = up.wait(timeout=90)
    assert status == 0, f"deploy/up ended with {status}:\n{_tail(log)}"


def _environment() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if not _OF_THE_TEST_RUN.search(k)}


def _await_ready(up: subprocess.Popen[bytes], origin: str, log: Path) -> None:
    """Wait until the supervisor has said where everything is, and `/readyz` agrees."""
    deadline = time.monotonic() + START_WITHIN
    while b"Ctrl-C stops everything" not in log.read_bytes():
        assert up.poll() is None, f"deploy/up ended:\n{_tail(log)}"
        assert time.monotonic() < deadline, f"not ready in time:\n{_tail(log)}"
        with suppress(subprocess.TimeoutExpired):
            up.wait(timeout=0.25)
    try:
        urllib.request.urlopen(f"{origin}/readyz", timeout=30).close()
    except urllib.error.URLError as error:
        raise AssertionError(f"/readyz says no: {error}") from error


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-30:])
