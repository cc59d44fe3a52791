"""Four counts of one whole, and the bar they are the parts of."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Figures:
    """Assignments of some people, by where they stand. Moments in UTC."""

    completed: int = 0
    on_track: int = 0
    at_risk: int = 0
    overdue: int = 0
    completed_lately: int | None = None
    people_at_risk: int = 0
    people_overdue: int = 0
    next_due: datetime | None = None
    overdue_since: datetime | None = None

    @property
    def total(self) -> int:
        """All assignments of these people."""
        return self.completed + self.on_track + self.at_risk + self.overdue

    @property
    def bar(self) -> list[tuple[int, int, str]]:
        """The segments of the bar: one for each figure, as long as its count."""
        return [
            (self.completed, self.completed, "full"),
            (self.on_track, self.on_track, ""),
            (self.at_risk, self.at_risk, "risk"),
            (self.overdue, self.overdue, "late"),
        ]

    @property
    def bar_label(self) -> str:
        """The sentence that says the same as the bar."""
        return _(
            "%(completed)d completed, %(on_track)d on track, %(at_risk)d at risk, %(overdue)d overdue"
        ) % {
            "completed": self.completed,
            "on_track": self.on_track,
            "at_risk": self.at_risk,
            "overdue": self.overdue,
        }
