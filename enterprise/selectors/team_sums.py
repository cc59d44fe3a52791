"""What the people of departments add up to: figures of their assignments, and chips of themselves."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from enterprise.enums import Status
from enterprise.selectors.figures import Figures
from enterprise.selectors.team_people import NONE_GIVEN

LATELY = timedelta(days=7)


@dataclass(frozen=True)
class Chips:
    """How many people there are, by the worst of what they were given."""

    everyone: int
    overdue: int
    at_risk: int
    on_track: int
    completed: int
    none: int

    def of(self, status: str) -> int:
        """Return how many a filter leaves: a Status, `none` for people without an assignment, or empty."""
        return {
            Status.OVERDUE: self.overdue,
            Status.AT_RISK: self.at_risk,
            Status.ON_TRACK: self.on_track,
            Status.COMPLETED: self.completed,
            NONE_GIVEN: self.none,
        }.get(status, self.everyone)


@dataclass(frozen=True)
class Sums:
    """What the people of departments add up to, counted together, so that the numbers agree.

    `skill_stamp` is another one whenever their skills change, or who they are.
    """

    figures: Figures
    chips: Chips
    skill_stamp: int


def sums_of(department_ids: Collection[UUID], now: datetime) -> Sums:
    """Return the sums of departments at a moment. One query."""
    values: dict[str, list[UUID] | datetime] = {
        "departments": list(department_ids),
        "now": now,
        "lately": now - LATELY,
        "before": now - LATELY - timedelta(microseconds=1),
    }
    with connection.cursor() as cursor:
        cursor.execute(_SUMS, values)
        assert cursor.description is not None
        names = [column.name for column in cursor.description]
        counted = dict(zip(names, cursor.fetchone(), strict=True))
    figures = Figures(
        completed=counted["done"],
        on_track=counted["given"] - counted["done"] - counted["trouble"],
        at_risk=counted["trouble"] - counted["late"],
        overdue=counted["late"],
        completed_lately=counted["week"],
        people_at_risk=counted["people_risky"],
        people_overdue=counted["people_late"],
        next_due=counted["next"],
        overdue_since=counted["since"],
    )
    # By the worst of theirs: who is late somewhere is not counted as at risk elsewhere.
    on_track = counted["busy"] - counted["people_late"] - counted["only_risky"]
    chips = Chips(
        everyone=counted["everyone"],
        overdue=counted["people_late"],
        at_risk=counted["only_risky"],
        on_track=on_track,
        completed=counted["everyone"] - counted["none"] - counted["busy"],
        none=counted["none"],
    )
    return Sums(figures, chips, counted["skill_stamp"])


# How many of a person's courses are late is where the moment lies among those from which they are. Looked
# for only where the first of them has passed, as for most people it has not.
_SUMS = """
SELECT count(*) AS everyone,
  count(*) FILTER (WHERE given = 0) AS none, count(*) FILTER (WHERE done < given) AS busy,
  coalesce(sum(given), 0)::int AS given, coalesce(sum(done), 0)::int AS done,
  coalesce(sum(late), 0)::int AS late, coalesce(sum(trouble), 0)::int AS trouble,
  coalesce(sum(done - width_bucket(%(before)s, done_at))
    FILTER (WHERE done_at[done] >= %(lately)s), 0)::int AS week,
  count(*) FILTER (WHERE late > 0) AS people_late,
  count(*) FILTER (WHERE trouble > late) AS people_risky,
  count(*) FILTER (WHERE trouble > 0 AND late = 0) AS only_risky,
  min(next_due) FILTER (WHERE late > 0) AS since,
  least(min(next_due) FILTER (WHERE late = 0),
    min(late_from[late + 1]) FILTER (WHERE late > 0) - interval '1 us') AS next,
  coalesce(bit_xor(skill_stamp), 0) AS skill_stamp
FROM (
  SELECT given, done, next_due, late_from, done_at, skill_stamp,
    CASE WHEN next_due < %(now)s THEN width_bucket(%(now)s, late_from) ELSE 0 END AS late,
    CASE WHEN least(next_due, next_risk) <= %(now)s
      THEN width_bucket(%(now)s, trouble_from) ELSE 0 END AS trouble
  FROM enterprise_learnerstanding WHERE department_id = ANY(%(departments)s) AND is_active
  OFFSET 0
) AS person"""
