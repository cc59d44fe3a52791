"""Starting and killing real stacks in tests; every wait has an end, none sleeps blindly."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.local.home import REPOSITORY, Home
from deploy.local.ports import Ports, free_ports

DEADLINE = 60.0  # seconds
STEP = 0.05  # seconds between looks


def some_ports() -> Ports:
    """Return free ports that another test process at the same time will hardly choose."""
    return free_ports(24_000 + os.getpid() % 500 * 8)


def eventually(probe: Callable[[], bool]) -> bool:
    """Return whether the probe says yes before the deadline."""
    deadline = time.monotonic() + DEADLINE
    while not probe():
        if time.monotonic() > deadline:
            return False
        time.sleep(STEP)
    return True


@contextmanager
def services(
    home: Path, ports: Ports, *, forget: bool = True, disposable: bool = True
) -> Iterator[subprocess.Popen[str]]:
    """Run the services until the block ends, from the moment they are ready; then delete their data."""
    command = ["deploy.local.services", *(["--disposable"] if disposable else [])]
    with _running(command, home, ports, until="environment in", forget=forget) as (process, _said):
        yield process


@contextmanager
def product(
    home: Path, ports: Ports, *arguments: str, forget: bool = True
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run the whole product, embedded servers and all, until the block ends, from the moment it is ready.

    Yields:
        The supervisor and what it printed until then: addresses and sign-ins among it.
    """
    command = ["deploy.local.up", *arguments]
    with _running(command, home, ports, until="Ctrl-C stops", forget=forget) as running:
        yield running


@contextmanager
def _running(
    command: list[str], home: Path, ports: Ports, *, until: str, forget: bool
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", *command, "--home", str(home), "--port", str(ports.web)],
        cwd=REPOSITORY,
        env=_own_environment(),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert process.stdout is not None
    try:
        said = ""
        for line in process.stdout:
            said += line
            if until in line:
                break
        else:
            raise AssertionError(said)
        yield process, said
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=DEADLINE)
        if forget:
            Home(home).forget()


def _own_environment() -> dict[str, str]:
    """Return our environment without what belongs to the stack that runs these tests."""
    own = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
    for name in ("DJANGO_SETTINGS_MODULE", "SECRET_KEY", "CREDENTIAL_SIGNING_KEY", "SMH_HOME"):
        own.pop(name, None)
    return own


def family_of(pid: int) -> set[tuple[int, str]]:
    """Return a process and its descendants as (pid, start time), so that a reused pid is no relative."""
    parents = {entry: _stat(entry) for entry in _pids()}
    found = {pid}
    while (
        more := {child for child, stat in parents.items() if stat and int(stat[1]) in found} - found
    ):
        found |= more
    return {(member, parents[member][19]) for member in found if parents[member]}


def alive(family: set[tuple[int, str]]) -> set[tuple[int, str]]:
    """Return those members that still run."""
    return {
        (pid, began)
        for pid, began in family
        if (stat := _stat(pid)) and stat[19] == began and stat[0] != "Z"
    }


def _pids() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _stat(pid: int) -> list[str]:
    """Return the fields of /proc/PID/stat from the third (state) on; [] when the process is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
