"""Keeps the processes of one stack running: starts them, restarts what crashes, says each change in one line."""

import signal
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import Popen
from types import FrameType

from deploy.local.errors import CannotStart
from deploy.local.home import REPOSITORY, Home
from deploy.local.journal import Journal
from deploy.local.processes import Command, Watchdog, clear_group, spawn, stop

STEP = 0.05  # seconds between looks while something is awaited
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 15.0  # seconds before a crashed process is started again
SETTLED = 30.0  # seconds after which a process no longer counts as crashing


class Stopped(Exception):
    """A signal asked the stack to stop."""


@dataclass
class _Child:
    command: Command
    env: Mapping[str, str]
    process: Popen[bytes]
    started: float = field(default_factory=time.monotonic)
    pause: float = FIRST_PAUSE
    due: float | None = None  # when it is to be started again


class Supervisor:
    """Owns the children of one stack. Use it as a context manager: leaving it stops them, last started first."""

    def __init__(self, home: Home, *, quiet: bool = False) -> None:
        self._journal = Journal(home, quiet=quiet)
        self.say = self._journal.say
        self._children: list[_Child] = []
        self._errands: dict[int, tuple[Popen[bytes], Command]] = {}
        self._stop_asked = False
        self._watchdog = Watchdog()

    def __enter__(self) -> "Supervisor":
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_stop)
        return self

    def __exit__(self, *outcome: object) -> None:
        for process, _command in list(self._errands.values()):
            self.close(process)
        self._children.reverse()
        for child in sorted(self._children, key=lambda one: not one.command.stops_first):
            self._stop(child)
        self._watchdog.close()

    def start(self, command: Command, env: Mapping[str, str]) -> None:
        """Start a process that is meant to run as long as the stack; the log of its last run is set aside."""
        self._journal.set_aside(command.name)
        process = self._spawn(command, env)
        self._children.append(_Child(command, env, process))
        self._journal.say(command.name, f"started (pid {process.pid})")

    def open(self, command: Command, env: Mapping[str, str]) -> Popen[bytes]:
        """Start a process that ends by itself, writing to a log of its own; close() it then."""
        self._journal.log(command.name).unlink(missing_ok=True)
        process = self._spawn(command, env)
        self._errands[process.pid] = (process, command)
        return process

    def close(self, process: Popen[bytes]) -> None:
        """Stop a process that open() started if it still runs, and forget it."""
        _, command = self._errands.pop(process.pid)
        stop(process, command, self._watchdog)

    def ask(self, command: Command, env: Mapping[str, str]) -> tuple[int, str]:
        """Run a process to its end.

        Returns:
            Its exit status and what it wrote.

        Raises:
            Stopped: when a signal arrived meanwhile.
        """
        process = self.open(command, env)
        try:
            self.wait_until(lambda: process.poll() is not None)
        finally:
            self.close(process)
        return process.returncode, self._journal.log(command.name).read_text(errors="replace")

    def run(self, command: Command, env: Mapping[str, str]) -> None:
        """Run a process to its end, which must be a good one.

        Raises:
            CannotStart: when it fails, with the last line it wrote.
            Stopped: as ask().
        """
        began = time.monotonic()
        status, _ = self.ask(command, env)
        if status != 0:
            raise CannotStart(
                f"{command.name} failed ({_why(status)}): {self._journal.last_line(command.name)} "
                f"— all of it is in {self._journal.log(command.name)}"
            )
        self._journal.say(command.name, f"done in {time.monotonic() - began:.1f} s")

    def wait_for(self, name: str, probe: Callable[[], bool], *, seconds: float) -> None:
        """Wait until a probe says yes, restarting what crashes meanwhile.

        Raises:
            CannotStart: when it does not within the time.
            Stopped: when a signal arrived.
        """
        began = time.monotonic()
        if not self.wait_until(probe, seconds=seconds):
            last = self._journal.last_line(name)
            raise CannotStart(
                f"{name} was not ready after {seconds:.0f} s: {last} — all of it is in {self._journal.log(name)}"
            )
        self._journal.say(name, f"ready after {time.monotonic() - began:.1f} s")

    def watch(self) -> None:
        """Keep the stack running until a signal arrives."""
        while not self._stop_asked:
            self._restart_crashed()
            time.sleep(STEP * 4)

    def wait_until(self, probe: Callable[[], bool], *, seconds: float = float("inf")) -> bool:
        """Wait until a probe says yes, restarting what crashes meanwhile; return False when time runs out first.

        Raises:
            Stopped: when a signal arrived.
        """
        deadline = time.monotonic() + seconds
        while not probe():
            if self._stop_asked:
                raise Stopped
            if time.monotonic() > deadline:
                return False
            self._restart_crashed()
            time.sleep(STEP)
        return True

    def _restart_crashed(self) -> None:
        now = time.monotonic()
        for child in self._children:
            if child.due is None:
                status = child.process.poll()
                if status is None:
                    continue
                clear_group(child.process.pid)  # what it left behind would hold its port
                self._watchdog.remove(child.process.pid)
                if now - child.started > SETTLED:
                    child.pause = FIRST_PAUSE
                child.due = now + child.pause
                name = child.command.name
                self._journal.say(
                    name,
                    f"ended ({_why(status)}); starting it again in {child.pause:.1f} s; see {self._journal.log(name)}",
                )
                child.pause = min(child.pause * 2, LONGEST_PAUSE)
            elif now >= child.due:
                child.process = self._spawn(child.command, child.env)
                child.started, child.due = now, None
                self._journal.say(child.command.name, f"started again (pid {child.process.pid})")

    def _stop(self, child: _Child) -> None:
        if child.due is None:
            in_time = stop(child.process, child.command, self._watchdog)
            self._journal.say(
                child.command.name,
                "stopped" if in_time else f"killed after {child.command.patience:.0f} s",
            )

    def _spawn(self, command: Command, env: Mapping[str, str]) -> Popen[bytes]:
        cwd = Path("/") if command.account else REPOSITORY
        return spawn(
            command, env=env, log=self._journal.log(command.name), cwd=cwd, watchdog=self._watchdog
        )

    def _ask_stop(self, number: int, frame: FrameType | None) -> None:
        self._stop_asked = True


def _why(status: int) -> str:
    return f"killed by {signal.Signals(-status).name}" if status < 0 else f"exit status {status}"
