"""Keeps one narrow row for each person beside the read model: made afresh from it, never counted up."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from secrets import randbits
from uuid import UUID

from django.db import connection, transaction


def new_stamp() -> int:
    """Return another number, for a row whose person's skills, team or account change."""
    return randbits(63)


@contextmanager
def kept_standings(learner_ids: Collection[UUID]) -> Iterator[None]:
    """Hold people's standings while something of theirs is changed, and make them afresh at the end.

    To be used inside a transaction. Holding them first is what keeps two courses of one person, finished
    at the same moment, from each counting without the other.

    Args:
        learner_ids: whose rows of LearnerCourseStatus or LearnerSkill, whose team or account changes.
    """
    _hold(learner_ids)
    yield
    make_standings(learner_ids, with_stamp=True)


def keep_standings(learner_ids: Collection[UUID]) -> None:
    """Make people's standings afresh after something of theirs has changed in this transaction."""
    with transaction.atomic(), kept_standings(learner_ids):
        pass


def make_standings(learner_ids: Collection[UUID], *, with_stamp: bool = False) -> None:
    """Make standings that this transaction holds already from what they are made of now. One query.

    Args:
        learner_ids: whose.
        with_stamp: whether the person's skills, team or account may have changed, too.
    """
    ids = sorted(set(learner_ids))
    stamps = [new_stamp() if with_stamp else None for _one in ids]
    with connection.cursor() as cursor:
        cursor.execute(_FROM_SOURCES, [ids, stamps])


def _hold(learner_ids: Collection[UUID]) -> None:
    """Lock the rows, making those that are missing. One query."""
    # In one order for everybody, so that two writers of the same rows do not deadlock.
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [sorted(set(learner_ids))])


# A row that is there is locked by the conflict and left as it is: an UPDATE here would be a version of this
# transaction's own, for which the next UPDATE has Postgres look for the person and the team once more
# (RI_FKey_fk_upd_check_required), on every lesson and behind whoever holds one of them.
_HOLD = """
INSERT INTO enterprise_learnerstanding AS standing
  (learner_id, is_active, given, done, share, late_from, trouble_from, done_at, skill_stamp)
SELECT one, false, 0, 0, 0, '{}', '{}', '{}', 0
FROM unnest(%s::uuid[]) WITH ORDINALITY AS wanted (one, place) ORDER BY place
ON CONFLICT (learner_id) DO UPDATE SET learner_id = standing.learner_id WHERE false"""
# A statement of its own after the lock: only then does it see what others committed meanwhile. A date has
# passed from the microsecond after it, as `enterprise.status` has it.
_FROM_SOURCES = """
UPDATE enterprise_learnerstanding AS standing
SET department_id = found.department_id, is_active = found.is_active,
  skill_stamp = coalesce(found.stamp, standing.skill_stamp),
  given = found.given, done = found.done, share = found.share,
  next_due = found.next_due, next_risk = found.next_risk,
  late_from = coalesce(found.late_from, '{}'),
  trouble_from = coalesce(found.trouble_from, '{}'),
  done_at = coalesce(found.done_at, '{}')
FROM (
  SELECT person.id, wanted.stamp, person.is_active, place.department_id,
    count(course.id) AS given,
    count(course.completed_at) AS done,
    1000 * coalesce(sum(course.lessons_done), 0)
      / greatest(coalesce(sum(course.lessons_total), 0), 1) AS share,
    min(course.due_at) FILTER (WHERE is_open) AS next_due,
    min(course.risk_at) FILTER (WHERE is_open) AS next_risk,
    array_agg(late_from ORDER BY late_from)
      FILTER (WHERE is_open AND late_from IS NOT NULL) AS late_from,
    array_agg(least(course.risk_at, late_from) ORDER BY least(course.risk_at, late_from))
      FILTER (WHERE is_open AND late_from IS NOT NULL) AS trouble_from,
    array_agg(course.completed_at ORDER BY course.completed_at)
      FILTER (WHERE NOT is_open) AS done_at
  FROM unnest(%s::uuid[], %s::bigint[]) AS wanted (id, stamp)
  JOIN accounts_user AS person ON person.id = wanted.id
  LEFT JOIN enterprise_membership AS place ON place.user_id = person.id
  LEFT JOIN enterprise_learnercoursestatus AS course
    ON course.learner_id = person.id AND course.assignment_id IS NOT NULL
  LEFT JOIN LATERAL (
    SELECT course.completed_at IS NULL AS is_open, course.due_at + interval '1 us' AS late_from
    WHERE course.id IS NOT NULL
  ) AS moments ON TRUE
  GROUP BY person.id, wanted.stamp, place.department_id
) AS found
WHERE standing.learner_id = found.id"""
