"""Assignments: made for departments, moved, cancelled, taken up again."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from enterprise.events import CourseAssigned
from enterprise.models import Assignment, Department
from enterprise.policies import require_assigning
from enterprise.services.department import lock_departments
from enterprise.services.enrolling import give_courses
from enterprise.services.learner_status import copy_terms
from learning.catalogue import api as catalogue
from tenants.accounts.api import User, Visitor
from tenants.kernel import audit
from tenants.kernel.clock import local, now, today
from tenants.kernel.errors import Conflict, Invalid, Missing
from tenants.kernel.events import publish
from tenants.kernel.jobs import enqueue
from tenants.schemas import current_tenant

# More people than this are enrolled by a job, a batch per transaction.
AT_ONCE = 25
BATCH = 50
DEFAULT_DAYS = 14
LONGEST_DAYS = 730


def end_of_day(day: date) -> datetime:
    """Return the last second of a day in the company's time zone, which is when it is due."""
    return datetime.combine(day, time(23, 59, 59), ZoneInfo(current_tenant().time_zone))


def default_due_on() -> date:
    """Return the date offered for a new assignment: fourteen days from today."""
    return today(current_tenant().time_zone) + timedelta(days=DEFAULT_DAYS)


def assign_course(
    *,
    course_id: UUID,
    department_ids: Sequence[UUID],
    due_on: date,
    note: str = "",
    actor: User | None = None,
) -> list[UUID]:
    """Give a course to departments: everybody in them now, and whoever joins later.

    Args:
        course_id: a published course.
        department_ids: departments in use, at least one.
        due_on: a day in the company's zone; due at its end.
        note: shown to the learners.
        actor: who assigns; None for the system.

    Returns:
        The assignments' ids, one for each department in the order given.

    Raises:
        Missing: when the course is not published or a department does not exist.
        Invalid: for a day that is past or years away, or no department.
        Conflict: when a department has the course already, at `departments`.

    """
    require_assigning(actor, department_ids)
    due_at = due_at_end_of(due_on)
    if not department_ids:
        raise Invalid(_("Choose at least one team."), field="departments")
    note = note.strip()
    if len(note) > 500:
        raise Invalid(_("A note may have 500 characters."), field="note")
    with transaction.atomic():
        card = catalogue.cards_of_courses([course_id]).get(course_id)
        if card is None or card.status != "published":
            raise Missing(_("There is no such course, or it is not published."), field="course")
        departments = {row.id: row for row in lock_departments(department_ids)}
        _refuse_twice(course_id, departments)
        ids = []
        for department_id in dict.fromkeys(department_ids):
            row = Assignment.objects.create(
                course_id=course_id,
                department_id=department_id,
                due_at=due_at,
                note=note,
                assigned_by=actor if isinstance(actor, User) else None,
                created_at=now(),
            )
            ids.append(row.id)
            audit.record(
                "assignment.created",
                actor=actor,
                target=f"{card.title} · {departments[department_id].name}",
                target_id=row.id,
                changes={"due_on": due_on.isoformat()},
            )
            publish(
                CourseAssigned(
                    assignment_id=row.id,
                    course_id=course_id,
                    department_id=department_id,
                    due_at=due_at,
                    assigned_by_id=actor.id if isinstance(actor, User) else None,
                )
            )
            _carry_out(row)
    return ids


def carry_out_assignment(*, assignment_id: UUID, waited: bool = False) -> None:
    """Enrol, batch by batch, everybody of the department who is not enrolled yet. For the job.

    `waited` says that the course could not be opened until now, though it was assigned.
    """
    while True:
        with transaction.atomic():
            row = Assignment.objects.filter(id=assignment_id, cancelled_at__isnull=True).first()
            if row is None:
                return
            lock_departments([row.department_id])
            people = _waiting(row)[:BATCH]
            if not people:
                return
            give_courses(assignments=[row], people=list(people), waited=waited)


def carry_out_waiting(*, course_id: UUID) -> None:
    """A course can be opened now: whoever waits for it gets it. Who has it already is left alone."""
    for row in Assignment.objects.filter(course_id=course_id, cancelled_at__isnull=True):
        if _waiting(row).exists():
            enqueue("enterprise.carry_out_assignment", assignment_id=row.id, waited=True)


def change_due_date(*, assignment_id: UUID, due_on: date, actor: User | None) -> Assignment:
    """Move an assignment's date for everybody whose own date was not moved.

    Raises:
        Missing: when there is no such assignment, or it was cancelled.
        Invalid: for a day that is past or years away.

    """
    due_at = due_at_end_of(due_on)
    with transaction.atomic():
        row = _locked(assignment_id, actor)
        if row.cancelled_at is not None:
            raise Missing(_("This assignment was cancelled."))
        before = row.due_at
        if before != due_at:
            row.due_at = due_at
            row.save(update_fields=["due_at"])
            copy_terms(learner_ids=_members(row))
            _record("assignment.due_changed", row, actor, due_on=[_day(before), due_on.isoformat()])
    return row


def cancel_assignment(*, assignment_id: UUID, actor: User | None) -> Assignment:
    """Take an assignment back. Nobody has to finish the course any more; their progress stays.

    Raises:
        Missing: when there is no such assignment.

    """
    with transaction.atomic():
        row = _locked(assignment_id, actor)
        if row.cancelled_at is None:
            row.cancelled_at = now()
            row.save(update_fields=["cancelled_at"])
            copy_terms(learner_ids=_members(row))
            _record("assignment.cancelled", row, actor)
    return row


def restore_assignment(*, assignment_id: UUID, actor: User | None) -> Assignment:
    """Undo a cancellation: the old date holds again, also for who joined in between.

    Raises:
        Missing: when there is no such assignment or its department was archived.
        Conflict: when the course was assigned to the department anew meanwhile.

    """
    with transaction.atomic():
        row = _locked(assignment_id, actor)
        if row.cancelled_at is not None:
            _refuse_twice(row.course_id, {row.department_id: row.department})
            row.cancelled_at = None
            row.save(update_fields=["cancelled_at"])
            copy_terms(learner_ids=_members(row))
            _carry_out(row)
            _record("assignment.restored", row, actor)
    return row


def _carry_out(row: Assignment) -> None:
    people = list(_waiting(row)[: AT_ONCE + 1])
    if len(people) > AT_ONCE:
        enqueue("enterprise.carry_out_assignment", assignment_id=row.id)
    elif people:
        give_courses(assignments=[row], people=people)


def _waiting(row: Assignment) -> QuerySet[User]:
    """Active people of the department who have no enrolment in the course yet, or were not told."""
    return (
        User.objects.filter(membership__department_id=row.department_id, is_active=True)
        .exclude(id__in=row.statuses.filter(enrolment_id__isnull=False).values("learner_id"))
        .order_by("id")
    )


def _members(row: Assignment) -> list[UUID]:
    return list(row.department.memberships.values_list("user_id", flat=True))


def _locked(assignment_id: UUID, actor: Visitor | None) -> Assignment:
    row = Assignment.objects.select_related("department").filter(id=assignment_id).first()
    if row is None:
        raise Missing(_("There is no such assignment."))
    require_assigning(actor, [row.department_id])
    lock_departments([row.department_id])
    row.refresh_from_db(fields=["due_at", "cancelled_at"])
    return row


def _refuse_twice(course_id: UUID, departments: dict[UUID, Department]) -> None:
    taken = Assignment.objects.filter(
        course_id=course_id, department_id__in=departments, cancelled_at__isnull=True
    ).values_list("department_id", flat=True)
    names = sorted(departments[department_id].name for department_id in taken)
    if names:
        raise Conflict(
            _("%(teams)s: this course is assigned already. Change its due date instead.")
            % {"teams": ", ".join(names)},
            field="departments",
        )


def due_at_end_of(due_on: date) -> datetime:
    """Return when something due on a day is due; raises Invalid for a day past or years away."""
    day = today(current_tenant().time_zone)
    if due_on < day:
        raise Invalid(_("The due date has passed. Choose today or a later day."), field="due_on")
    if due_on > day + timedelta(days=LONGEST_DAYS):
        raise Invalid(_("Choose a due date within two years."), field="due_on")
    return end_of_day(due_on)


def _day(moment: datetime) -> str:
    return local(moment, current_tenant().time_zone).date().isoformat()


def _record(action: str, row: Assignment, actor: User | None, **changes: object) -> None:
    card = catalogue.cards_of_courses([row.course_id]).get(row.course_id)
    audit.record(
        action,
        actor=actor,
        target=f"{card.title if card else row.course_id} · {row.department.name}",
        target_id=row.id,
        changes=changes,
    )
