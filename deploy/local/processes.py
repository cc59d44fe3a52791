"""Starting children that cannot outlive us, and stopping them.

A child dies with the supervisor in two ways: the kernel signals it when the supervisor ends (PR_SET_PDEATHSIG), and
the watchdog, which notices that end by a closed pipe, signals its whole process group, grandchildren included.
"""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.local.privileges import Account

PR_SET_PDEATHSIG = 1  # linux/prctl.h
_LIBC = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Command:
    """One process of the stack: what to run and how to end it."""

    name: str
    argv: tuple[str, ...]
    stop_signal: signal.Signals = signal.SIGTERM
    patience: float = 20.0  # seconds between stop_signal and SIGKILL
    account: Account | None = None
    stops_first: bool = False  # takes requests, so nothing may go before it


class Watchdog:
    """A process that kills the registered process groups once the supervisor is gone."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(Path(__file__).with_name("watchdog.py"))],
            stdin=subprocess.PIPE,
            start_new_session=True,
            cwd="/",
        )

    def add(self, group: int) -> None:
        """Kill this process group when the supervisor ends."""
        self._say(f"+{group}\n")

    def remove(self, group: int) -> None:
        """Leave this process group alone from now on."""
        self._say(f"-{group}\n")

    def close(self) -> None:
        """End the watchdog; whatever is still registered is killed."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait()

    def _say(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line.encode())
        self._process.stdin.flush()


def die_with_parent(death_signal: signal.Signals) -> Callable[[], None]:
    """Return what a child runs before exec so that the kernel ends it with us.

    Popen changes user and group before it calls this; the other way round the kernel would forget the request.
    """
    parent = os.getpid()

    def before_exec() -> None:
        _LIBC.prctl(PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
        if os.getppid() != parent:  # we ended between fork and prctl
            os._exit(1)

    return before_exec


def spawn(
    command: Command, *, env: Mapping[str, str], log: Path, cwd: Path, watchdog: Watchdog
) -> subprocess.Popen[bytes]:
    """Start a process in a session of its own (a terminal's Ctrl-C is ours alone to pass on), writing to its log."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            command.argv,
            env=dict(env),
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent(command.stop_signal),
            **(command.account.credentials if command.account else {}),
        )
    watchdog.add(process.pid)
    return process


def stop(process: subprocess.Popen[bytes], command: Command, watchdog: Watchdog) -> bool:
    """End a process: its own signal first, SIGKILL for its whole group when patience runs out.

    Returns:
        True when it ended by itself in time.
    """
    in_time = True
    if process.poll() is None:
        process.send_signal(command.stop_signal)
        try:
            process.wait(command.patience)
        except subprocess.TimeoutExpired:
            in_time = False
    clear_group(process.pid)
    process.wait()
    watchdog.remove(process.pid)
    return in_time


def clear_group(group: int) -> None:
    """SIGKILL what is left of a process group; none left is fine."""
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return
