"""The people of departments with what each adds up to: their sums, and whose lines stand on a page."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, F, Min, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, Greatest

from enterprise.enums import Status
from enterprise.models import Membership
from enterprise.selectors.figures import Figures
from enterprise.status import BY_RANK, RANK, rank_sql
from tenants.kernel.statements import ANY_IDS, ANY_MOMENT, OTHER_MOMENT, Written, one_of

NONE_GIVEN = "none"
LATELY = timedelta(days=7)
_VIA = "user__course_statuses__"
_SORTS = {
    "worst": (
        F("worst").asc(nulls_last=True),
        F("next_due").asc(nulls_last=True),
        "user__name",
        "id",
    ),
    "name": ("user__name", "id"),
    "-name": ("-user__name", "-id"),
    "due": (F("next_due").asc(nulls_last=True), "user__name", "id"),
    "-due": (F("next_due").desc(nulls_last=True), "user__name", "id"),
    "progress": (F("share").asc(nulls_last=True), "user__name", "id"),
    "-progress": (F("share").desc(nulls_last=True), "user__name", "id"),
}
SORTS = tuple(_SORTS)


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


def people_of(department_ids: Collection[UUID], now: datetime) -> "QuerySet[Any]":
    """Return the active members of some departments with `worst` rank, `next_due` date and `share` in ‰."""
    given = Q(**{f"{_VIA}assignment__isnull": False})
    is_open = given & Q(**{f"{_VIA}completed_at__isnull": True})
    return Membership.objects.filter(
        department_id__in=one_of(department_ids), user__is_active=True
    ).annotate(
        worst=Min(rank_sql(now, via=_VIA), filter=given),
        next_due=Min(f"{_VIA}due_at", filter=is_open),
        share=1000
        * Coalesce(Sum(f"{_VIA}lessons_done", filter=given), 0)
        / Greatest(Coalesce(Sum(f"{_VIA}lessons_total", filter=given), 0), 1),
    )


def with_status(people: "QuerySet[Any]", status: str) -> "QuerySet[Any]":
    """Return those whose worst is a status, or who were given nothing; everybody for an empty one."""
    if status == NONE_GIVEN:
        return people.filter(worst__isnull=True)
    return people.filter(worst=RANK[Status(status)]) if status in Status.values else people


def in_order(people: "QuerySet[Any]", sort: str) -> "QuerySet[Any]":
    """Return them sorted; the worst first where the order makes no sense."""
    return people.order_by(*_SORTS.get(sort, _SORTS["worst"]))


def ids_on_page(
    department_ids: Collection[UUID],
    now: datetime,
    *,
    status: str,
    sort: str,
    start: int,
    length: int,
) -> list[UUID]:
    """Return the memberships that stand on a page of a team without a search. One query.

    Ids alone: grouping and sorting thousands of people is cheap while the rows are narrow.

    Args:
        department_ids: whose people.
        now: the moment to judge at.
        status: as for `with_status`.
        sort: one of `SORTS`.
        start: how many come before.
        length: how many at most.
    """
    asked = _page(status, sort if sort in _SORTS else "worst")
    rows = asked.rows(list(department_ids), now, limit=length, offset=start)
    return [found for (found,) in rows]


@cache
def _page(status: str, sort: str) -> Written:
    def build(department_ids: Collection[UUID], now: datetime) -> "QuerySet[Any]":
        found = with_status(people_of(department_ids, now), status)
        return in_order(found, sort).values_list("id")

    # In the order of names nothing depends on the moment.
    return Written(build, ANY_IDS, ANY_MOMENT, may_lack=(ANY_MOMENT,))


def sums_of(department_ids: Collection[UUID], now: datetime) -> tuple[Figures, Chips]:
    """Return figures and chips of departments, read together, so that they agree. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            _SUMS.replace("{people}", _PER_PERSON.text.sql),
            _PER_PERSON.parameters(list(department_ids), now, now - LATELY),
        )
        assert cursor.description is not None
        names = [column.name for column in cursor.description]
        counted = dict(zip(names, cursor.fetchone(), strict=True))
    by_status = {status: counted[f"chip_{rank}"] for rank, status in BY_RANK.items()}
    figures = Figures(
        completed=counted["done"],
        on_track=counted["given"] - counted["done"] - counted["late"] - counted["risky"],
        at_risk=counted["risky"],
        overdue=counted["late"],
        completed_lately=counted["week"],
        people_at_risk=counted["people_risky"],
        people_overdue=counted["people_late"],
        next_due=counted["next"],
        overdue_since=counted["since"],
    )
    chips = Chips(
        everyone=counted["everyone"],
        overdue=by_status[Status.OVERDUE],
        at_risk=by_status[Status.AT_RISK],
        on_track=by_status[Status.ON_TRACK],
        completed=by_status[Status.COMPLETED],
        none=counted["everyone"] - sum(by_status.values()),
    )
    return figures, chips


def _per_person(
    department_ids: Collection[UUID], now: datetime, lately: datetime
) -> "QuerySet[Any]":
    given = Q(**{f"{_VIA}assignment__isnull": False})
    done = given & Q(**{f"{_VIA}completed_at__isnull": False})
    is_open = given & Q(**{f"{_VIA}completed_at__isnull": True})
    late = is_open & Q(**{f"{_VIA}due_at__lt": now})
    risky = is_open & Q(**{f"{_VIA}due_at__gte": now, f"{_VIA}risk_at__lte": now})
    return (
        people_of(department_ids, now)
        .annotate(
            n_given=Count(f"{_VIA}id", filter=given),
            n_done=Count(f"{_VIA}id", filter=done),
            n_week=Count(f"{_VIA}id", filter=done & Q(**{f"{_VIA}completed_at__gte": lately})),
            n_late=Count(f"{_VIA}id", filter=late),
            n_risky=Count(f"{_VIA}id", filter=risky),
            first_late=Min(f"{_VIA}due_at", filter=late),
            first_due=Min(f"{_VIA}due_at", filter=is_open & Q(**{f"{_VIA}due_at__gte": now})),
        )
        .values_list(
            "worst", "n_given", "n_done", "n_week", "n_late", "n_risky", "first_late", "first_due"
        )
    )


_PER_PERSON = Written(_per_person, ANY_IDS, ANY_MOMENT, OTHER_MOMENT)
_SUMS = """
SELECT count(*) AS everyone,
  count(*) FILTER (WHERE worst = 0) AS chip_0, count(*) FILTER (WHERE worst = 1) AS chip_1,
  count(*) FILTER (WHERE worst = 2) AS chip_2, count(*) FILTER (WHERE worst = 3) AS chip_3,
  coalesce(sum(n_given), 0)::int AS given, coalesce(sum(n_done), 0)::int AS done,
  coalesce(sum(n_week), 0)::int AS week, coalesce(sum(n_late), 0)::int AS late,
  coalesce(sum(n_risky), 0)::int AS risky,
  count(*) FILTER (WHERE n_late > 0) AS people_late,
  count(*) FILTER (WHERE n_risky > 0) AS people_risky,
  min(first_late) AS since, min(first_due) AS next
FROM ({people}) AS person"""
