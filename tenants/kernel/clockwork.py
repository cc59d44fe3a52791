"""How often a periodic job runs, and in which schemas. Read by the settings, so it imports nothing of ours."""

from dataclasses import dataclass
from enum import Enum


class Where(Enum):
    """In which schemas a periodic job runs."""

    PUBLIC = "public"
    COMPANIES = "companies"
    ALL = "all"


@dataclass(frozen=True)
class Every:
    """How often, and where.

    Args:
        hours: between two runs, added to the minutes.
        minutes: between two runs.
        where: the schemas.

    """

    where: Where
    hours: int = 0
    minutes: int = 0

    @property
    def seconds(self) -> float:
        """The interval."""
        return 60.0 * (60 * self.hours + self.minutes)


def beat_schedule(table: dict[str, Every]) -> dict[str, dict[str, object]]:
    """Return the table as Celery's beat takes it. What beat missed while it was down it sends once."""
    return {
        name: {
            "task": "kernel.begin_periodic",
            "kwargs": {"name": name},
            "schedule": every.seconds,
            "options": {"expires": every.seconds},
        }
        for name, every in table.items()
    }
