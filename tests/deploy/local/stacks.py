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
    command = [
        sys.executable,
        "-m",
        "deploy.local.services",
        "--home",
        str(home),
        "--port",
        str(ports.web),
    ]
    clean = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
    process = subprocess.Popen(
        [*command, *(["--disposable"] if disposable else [])],
        cwd=REPOSITORY,
        env=clean,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        assert process.stdout is not None
        said = []
        for line in process.stdout:
            said.append(line)
            if "environment in" in line:
                break
        else:
            raise AssertionError("".join(said))
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(DEADLINE)
        process.stdout.close()
        if forget:
            Home(home).forget()


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
