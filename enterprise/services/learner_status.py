"""Keeps the read model: rows are made afresh from their sources, so repeating does no harm.

Two sides write a row, each its own columns: what delivery knows (under the enrolment's lock) and what
the assignment says (under the department's lock). Locks are taken in the order department, enrolment,
the person's standing, row; so neither side waits for the other in a circle, and neither overwrites the
other's news.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from enterprise.models import Assignment, Extension, LearnerCourseStatus, Membership
from enterprise.selectors.learner_status import standing_of
from enterprise.services.learner_standing import kept_standings, make_standings, new_stamp
from enterprise.status import risk_from
from learning.delivery import api as delivery

_OF_ENROLMENT = (
    "enrolment_id",
    "lessons_done",
    "lessons_total",
    "completed_at",
    "last_activity_at",
)
_OF_ASSIGNMENT = ("assignment", "assigned_at", "due_at")


class Term(NamedTuple):
    """From when until when an assignment holds for one person; moments in UTC."""

    assigned_at: datetime
    due_at: datetime


def term_for(assignment: Assignment, *, since: datetime, extended_to: datetime | None) -> Term:
    """Return what an assignment means for somebody who is in its department `since`.

    Who joins after the assignment was made gets as much time as the others had, so that nobody is
    late on their first day. A date moved for this one person goes before everything.
    """
    assigned_at = max(assignment.created_at, since)
    full_time = assigned_at + (assignment.due_at - assignment.created_at)
    return Term(assigned_at, extended_to or max(assignment.due_at, full_time))


def copy_enrolment(info: delivery.EnrolmentInfo) -> None:
    """Take over how far an enrolment is. Called under its lock, from delivery's own events.

    Two queries, as every lesson done waits for them; a third where the moment of risk is another one.
    """
    if info.is_withdrawn:
        return
    part = _enrolment_part(info)
    names = ("id", "learner_id", "course_id", *_OF_ENROLMENT)
    values = {name: getattr(part, name) for name in names}
    # Nothing in it is refused: it stands or falls with the act around it.
    with transaction.atomic(savepoint=False):
        with connection.cursor() as cursor:
            cursor.execute(_COPY, {**values, "stamp": new_stamp()})
            part.id, part.assigned_at, part.due_at, known = cursor.fetchone()
        risk_at = risk_from(standing_of(part))
        if risk_at != known:
            LearnerCourseStatus.objects.filter(id=part.id).update(risk_at=risk_at)
        make_standings([info.learner_id])


# Holds the person's standing first, as `kept_standings` does (to count what was held is to have held it),
# and tells what the assignment says.
_COPY = """
WITH held AS (
  INSERT INTO enterprise_learnerstanding AS standing
    (learner_id, is_active, given, done, share, late_from, trouble_from, done_at, skill_stamp)
  VALUES (%(learner_id)s, false, 0, 0, 0, '{}', '{}', '{}', %(stamp)s)
  ON CONFLICT (learner_id) DO UPDATE SET learner_id = standing.learner_id WHERE false
  RETURNING standing.learner_id
)
INSERT INTO enterprise_learnercoursestatus AS mine
  (id, learner_id, course_id, enrolment_id,
    lessons_done, lessons_total, completed_at, last_activity_at)
SELECT %(id)s, %(learner_id)s, %(course_id)s, %(enrolment_id)s,
  %(lessons_done)s, %(lessons_total)s, %(completed_at)s, %(last_activity_at)s
FROM (SELECT count(*) FROM held) AS holding
ON CONFLICT (learner_id, course_id) DO UPDATE SET
  enrolment_id = EXCLUDED.enrolment_id, lessons_done = EXCLUDED.lessons_done,
  lessons_total = EXCLUDED.lessons_total, completed_at = EXCLUDED.completed_at,
  last_activity_at = EXCLUDED.last_activity_at
RETURNING mine.id, mine.assigned_at, mine.due_at, mine.risk_at"""


def copy_terms(*, learner_ids: Collection[UUID]) -> None:
    """Take over what is assigned to people, and from whom it was taken away.

    Called under the lock of their departments.
    """
    with transaction.atomic(), kept_standings(learner_ids):
        given = {(row.learner_id, row.course_id): row for row in _assignment_parts(learner_ids)}
        _upsert(given.values(), _OF_ASSIGNMENT)
        mine = LearnerCourseStatus.objects.filter(learner_id__in=learner_ids)
        gone = [
            row_id
            for row_id, learner_id, course_id in mine.filter(assignment__isnull=False).values_list(
                "id", "learner_id", "course_id"
            )
            if (learner_id, course_id) not in given
        ]
        LearnerCourseStatus.objects.filter(id__in=gone, enrolment_id__isnull=True).delete()
        LearnerCourseStatus.objects.filter(id__in=gone).update(
            assignment=None, assigned_at=None, due_at=None
        )
        _settle(mine)


def rebuild_learner(*, learner_id: UUID) -> int:
    """Make all rows of one person again, and remove those without a source.

    Returns:
        How many rows there are now.

    """
    with transaction.atomic(), kept_standings([learner_id]):
        enrolments = delivery.enrolments_of(learner_id)
        _upsert([_enrolment_part(info) for info in enrolments], _OF_ENROLMENT)
        mine = LearnerCourseStatus.objects.filter(learner_id=learner_id)
        mine.exclude(course_id__in=[info.course_id for info in enrolments]).update(
            enrolment_id=None,
            lessons_done=0,
            lessons_total=0,
            completed_at=None,
            last_activity_at=None,
        )
        copy_terms(learner_ids=[learner_id])
        mine.filter(enrolment_id__isnull=True, assignment__isnull=True).delete()
        return mine.count()


def _enrolment_part(info: delivery.EnrolmentInfo) -> LearnerCourseStatus:
    return LearnerCourseStatus(
        learner_id=info.learner_id,
        course_id=info.course_id,
        enrolment_id=info.id,
        lessons_done=info.lessons_done,
        lessons_total=info.lessons_total,
        completed_at=info.completed_at,
        last_activity_at=info.last_activity_at,
    )


def _assignment_parts(learner_ids: Collection[UUID]) -> list[LearnerCourseStatus]:
    places = list(Membership.objects.filter(user_id__in=learner_ids))
    open_ones: dict[UUID, list[Assignment]] = {}
    for assignment in Assignment.objects.filter(
        department_id__in={place.department_id for place in places}, cancelled_at__isnull=True
    ):
        open_ones.setdefault(assignment.department_id, []).append(assignment)
    extended = {
        (row.learner_id, row.assignment_id): row.due_at
        for row in Extension.objects.filter(learner_id__in=learner_ids)
    }
    return [
        LearnerCourseStatus(
            learner_id=place.user_id,
            course_id=assignment.course_id,
            assignment=assignment,
            **term_for(
                assignment,
                since=place.since,
                extended_to=extended.get((place.user_id, assignment.id)),
            )._asdict(),
        )
        for place in places
        for assignment in open_ones.get(place.department_id, ())
    ]


def _upsert(rows: Iterable[LearnerCourseStatus], columns: Collection[str]) -> None:
    # One order for everybody, so that two writers of the same rows do not deadlock.
    ordered = sorted(rows, key=lambda row: (row.learner_id, row.course_id))
    LearnerCourseStatus.objects.bulk_create(
        ordered,
        update_conflicts=True,
        unique_fields=["learner", "course"],
        update_fields=columns,
        batch_size=500,
    )


def _settle(rows: "QuerySet[LearnerCourseStatus]") -> None:
    """Compute `risk_at` of rows just written; their locks are held, so what is read is the latest."""
    changed = []
    for row in rows:
        risk_at = risk_from(standing_of(row))
        if risk_at != row.risk_at:
            row.risk_at = risk_at
            changed.append(row)
    LearnerCourseStatus.objects.bulk_update(changed, ["risk_at"], batch_size=500)
