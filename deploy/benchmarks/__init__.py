"""Benchmarks, run by ``deploy/bench NAME``: one module each, whose docstring's first line says what it measures.

A module has ``measure(home: Path, scope: Scope) -> list[Figure]``. Figures are ratios of two things measured in one
run on one machine, so that they can be compared across machines; a benchmark is never a test. What has to run inside
the product's processes lies in ``inside/``.
"""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Scope:
    """How much to measure; a benchmark passes over what does not concern it."""

    sizes: tuple[int, ...] = ()  # N asked for, () for the benchmark's own
    quick: bool = False
    kept: Path | None = None  # a folder that outlives the run, for what can be gone on with


@dataclass(frozen=True)
class Figure:
    """One measured thing beside the floor it is divided by."""

    name: str
    measured: float  # in ``unit``
    floor: float  # the least that any system must spend, in ``unit``
    unit: str
    reach: float | None = None  # the ratio to reach, None when there is none
    n: int = 1  # of how many things, where that matters
    limit: float | None = None  # what is to be reached in ``unit``, where that is no ratio
    least: float | None = None  # the same where more is better
    sampled: int = 0  # measured on so many of the n, 0 for all

    @property
    def ratio(self) -> float:
        """How many times the floor it takes."""
        return self.measured / self.floor
