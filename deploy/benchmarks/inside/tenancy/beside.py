"""Processes that do the same things in the same database, each in its own way: ours, plain Django, django-tenants."""

import json
import os
import subprocess
import sys
from types import TracebackType
from typing import Self

_HERE = "deploy.benchmarks.inside.tenancy"
WAYS = ("ours", "plain", "stock")


class Beside:
    """A process that does what it is asked, line by line; used as a context, at whose end it ends."""

    def __init__(self, way: str) -> None:
        """Start it; nobody waits until it is asked something."""
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": f"{_HERE}.settings_{way}",
            # django-tenants looks for the schemas of extensions while it is loaded.
            "PYTHONWARNINGS": "ignore:Accessing the database during app initialization:RuntimeWarning",
        }
        if way == "ours":
            environment["DATABASE_POOL_SIZE"] = "1"  # pooled, as in the web process
        self._process = subprocess.Popen(
            [sys.executable, "-m", f"{_HERE}.serve", way],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    @property
    def pid(self) -> int:
        """Its process ID."""
        return self._process.pid

    def ask(self, act: str, *words: str) -> list[float]:
        """Return the numbers that an act of `serve` ends with."""
        self.begin(act, *words)
        return self.result()

    def begin(self, act: str, *words: str) -> None:
        """Have it begin with an act, whose `result` has to be asked for."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{' '.join([act, *words])}\n")
        self._process.stdin.flush()

    def result(self) -> list[float]:
        """Wait for the numbers that the act ends with."""
        assert self._process.stdout is not None
        numbers: list[float] = json.loads(self._process.stdout.readline())
        return numbers

    def __enter__(self) -> Self:
        """Give the process."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let it end."""
        self._process.communicate()
