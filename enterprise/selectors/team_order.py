"""Whose lines stand on a page of a team without a search: cheap for thousands, as it reads narrow rows."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import connection

from enterprise.enums import Status
from enterprise.selectors.team_people import NONE_GIVEN
from enterprise.status import RANK

# As `team_people.in_order` sorts: by what a standing says, then by name. The names alone have no key.
_KEYS = {
    "worst": "worst ASC NULLS LAST, next_due ASC NULLS LAST",
    "name": "",
    "-name": "",
    "due": "next_due ASC NULLS LAST",
    "-due": "next_due DESC NULLS LAST",
    "progress": "share ASC",
    "-progress": "share DESC",
}
_NAMES = {"-name": "person.name DESC, person.id DESC"}


def ids_on_page(
    department_ids: Collection[UUID],
    now: datetime,
    *,
    status: str,
    sort: str,
    start: int,
    length: int,
) -> list[UUID]:
    """Return the people that stand on a page of a team. One query.

    Only the people up to the page's end, and those who stand as they do, are asked for their names.

    Args:
        department_ids: whose people.
        now: the moment to judge at.
        status: a Status, `none` for people without an assignment, or anything else for everybody.
        sort: one of `team_people.SORTS`; the worst first otherwise.
        start: how many come before.
        length: how many at most.
    """
    sort = sort if sort in _KEYS else "worst"
    keys, names = _KEYS[sort], _NAMES.get(sort, "person.name, person.id")
    is_filtered = status == NONE_GIVEN or status in Status.values
    text = _PAGE.format(
        among="WHERE worst IS NOT DISTINCT FROM %(rank)s" if is_filtered else "",
        first=f"ORDER BY {keys} FETCH FIRST (%(end)s) ROWS WITH TIES" if keys else "",
        order=f"{keys}, {names}" if keys else names,
    )
    values = {
        "departments": list(department_ids),
        "now": now,
        "rank": RANK[Status(status)] if status in Status.values else None,
        "end": start + length,
        "start": start,
        "length": length,
        **_RANKS,
    }
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        return [learner_id for (learner_id,) in cursor.fetchall()]


_RANKS = {status.value: rank for status, rank in RANK.items()}
# The worst of a person's courses by the rule of `enterprise.status`: what is earliest of them decides.
_PAGE = """
WITH standing AS (
  SELECT learner_id, next_due, share,
    CASE WHEN given = 0 THEN NULL
      WHEN next_due < %(now)s THEN %(overdue)s
      WHEN next_risk <= %(now)s THEN %(at_risk)s
      WHEN done < given THEN %(on_track)s
      ELSE %(completed)s END AS worst
  FROM enterprise_learnerstanding WHERE department_id = ANY(%(departments)s) AND is_active
), first AS (SELECT * FROM standing {among} {first})
SELECT learner_id FROM first JOIN accounts_user AS person ON person.id = learner_id
ORDER BY {order} LIMIT %(length)s OFFSET %(start)s"""
