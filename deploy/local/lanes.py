"""Running checks beside the tests: each lane writes to a file, and is shown when its turn comes."""

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.local.processes import Command
from deploy.local.supervisor import Supervisor

CHUNK = 65_536  # bytes


@dataclass(frozen=True)
class Step:
    """One static check."""

    name: str
    arguments: tuple[str, ...]  # of the environment's Python


STATIC_STEPS = (
    Step("ruff check", ("-m", "ruff", "check", ".")),
    Step("ruff format", ("-m", "ruff", "format", "--check", ".")),
    Step(
        "import contracts",
        ("-c", "from importlinter.cli import lint_imports_command as run; run()"),
    ),
    Step("system checks", ("manage.py", "check", "--fail-level", "WARNING")),
    Step("missing migrations", ("manage.py", "makemigrations", "--check", "--dry-run")),
    Step("risky migrations", ("manage.py", "lint_migrations")),
    Step("mypy", ("-m", "mypy", ".")),
)


class Lane:
    """A long command in the background, whose output is shown later and then followed."""

    def __init__(
        self, command: Sequence[str], environment: dict[str, str], log: Path, supervisor: Supervisor
    ) -> None:
        self._log = log
        self._supervisor = supervisor
        self._began = time.monotonic()
        self._command = Command(log.stem, tuple(command), patience=20.0)
        self._process = supervisor.open(self._command, environment)

    def relay(self) -> int:
        """Show what the command wrote and writes until it ends, and how long ago it began; return its status."""
        with self._log.open("rb") as output:

            def shown_to_the_end() -> bool:
                ended = self._process.poll() is not None
                while chunk := output.read(CHUNK):
                    sys.stdout.buffer.write(chunk)
                sys.stdout.flush()
                return ended

            self._supervisor.wait_until(shown_to_the_end)
        self._supervisor.close(self._process)
        took = time.monotonic() - self._began
        sys.stdout.write(f"{self._command.name}: over, begun {took:.0f} s ago\n")
        return self._process.returncode


def run_steps(
    steps: Sequence[Step], environment: dict[str, str], supervisor: Supervisor
) -> list[str]:
    """Run each step, print its time, and what it said when it failed; return the names of those that failed."""
    failed = []
    for step in steps:
        began = time.monotonic()
        command = Command(
            step.name.replace(" ", "-"), (sys.executable, *step.arguments), patience=5.0
        )
        status, said = supervisor.ask(command, environment)
        took = time.monotonic() - began
        sys.stdout.write(f"{step.name:<20} {'ok' if status == 0 else 'FAILED':<8} {took:5.1f} s\n")
        if status != 0:
            failed.append(step.name)
            sys.stdout.write(said.rstrip() + "\n\n")
        sys.stdout.flush()
    return failed
