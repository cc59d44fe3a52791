"""Benchmarks, run by ``deploy/bench NAME``: one module each, whose docstring's first line says what it measures.

A module has ``measure(home: Path) -> list[Figure]``. Figures are ratios of two things measured in one run on one
machine, so that they can be compared across machines; a benchmark is never a test.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured thing beside the floor it is divided by."""

    name: str
    measured: float  # in ``unit``
    floor: float  # the least that any system must spend, in ``unit``
    unit: str
    reach: float | None = None  # the ratio to reach, None when there is none

    @property
    def ratio(self) -> float:
        """How many times the floor it takes."""
        return self.measured / self.floor
