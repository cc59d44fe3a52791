"""Setting a goal, changing it, putting it away and taking it out again."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from learning.delivery.api import enrolment_of
from learning.engagement.enums import GoalKind
from learning.engagement.models import Goal
from learning.engagement.streak import monday_of
from tenants.kernel.clock import now, today
from tenants.kernel.errors import Conflict, Invalid, Missing
from tenants.notify.api import zone_of

# A week has 10,080 minutes; nobody learns in more than a third of them.
MOST_MINUTES, MOST_LESSONS = 3000, 200
FURTHEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class GoalTerms:
    """What a goal asks: a target for the weekly kinds, a course and its last day for the other."""

    kind: GoalKind
    target: int | None = None
    course_id: UUID | None = None
    due_on: date | None = None
    why: str = ""


def set_goal(*, learner_id: UUID, terms: GoalTerms) -> UUID:
    """Set a goal.

    Raises:
        Invalid: (`target`, `course`, `due_on`) it is too small, too large, past, or for a course that
            the person is not in or has finished.
        Conflict: there is such a goal already.
    """
    here = today(zone_of(learner_id))
    _check(terms, learner_id, here)
    is_course = terms.kind == GoalKind.FINISH_COURSE
    goal = Goal(
        learner_id=learner_id,
        kind=terms.kind,
        target=None if is_course else terms.target,
        course_id=terms.course_id if is_course else None,
        due_on=terms.due_on if is_course else None,
        why=terms.why,
        since=monday_of(here),
        created_at=now(),
    )
    _keep_one(goal)
    return goal.id


def change_goal(*, learner_id: UUID, goal_id: UUID, terms: GoalTerms) -> None:
    """Change a goal's target or date; what it is about stays.

    A new target holds from this week on: past weeks are no longer shown, for they had another one.

    Raises:
        Missing: the person has no such goal in use.
        Invalid: as for `set_goal`.
    """
    here = today(zone_of(learner_id))
    with transaction.atomic():
        goal = _locked(learner_id, goal_id, archived=False)
        if goal.kind == GoalKind.FINISH_COURSE:
            _check_date(terms.due_on, here)
            goal.due_on = terms.due_on
        else:
            _check_target(GoalKind(goal.kind), terms.target)
            if goal.target != terms.target:
                goal.target, goal.since = terms.target, monday_of(here)
        goal.why = terms.why
        goal.save(update_fields=["target", "due_on", "why", "since"])


def archive_goal(*, learner_id: UUID, goal_id: UUID) -> None:
    """Put a goal away.

    Raises:
        Missing: the person has no such goal in use.
    """
    with transaction.atomic():
        goal = _locked(learner_id, goal_id, archived=False)
        goal.archived_at = now()
        goal.save(update_fields=["archived_at"])


def restore_goal(*, learner_id: UUID, goal_id: UUID) -> None:
    """Take a goal out again; doing so twice changes nothing.

    Raises:
        Missing: the person has no such goal.
        Conflict: another one of its kind is in use meanwhile.
    """
    with transaction.atomic():
        goal = _locked(learner_id, goal_id)
        if goal.archived_at is None:
            return
        goal.archived_at = None
        _keep_one(goal)


def _locked(learner_id: UUID, goal_id: UUID, *, archived: bool | None = None) -> Goal:
    rows = Goal.objects.select_for_update().filter(learner_id=learner_id, id=goal_id)
    if archived is not None:
        rows = rows.filter(archived_at__isnull=not archived)
    goal = rows.first()
    if goal is None:
        raise Missing(_("There is no such goal."))
    return goal


def _keep_one(goal: Goal) -> None:
    try:
        with transaction.atomic():
            goal.save()
    except IntegrityError as error:
        raise Conflict(
            _("You have a goal like this already. Change that one, or put it away.")
        ) from error


def _check(terms: GoalTerms, learner_id: UUID, here: date) -> None:
    if terms.kind != GoalKind.FINISH_COURSE:
        _check_target(terms.kind, terms.target)
        return
    enrolment = enrolment_of(learner_id, terms.course_id) if terms.course_id else None
    if enrolment is None or enrolment.is_withdrawn or enrolment.is_completed:
        raise Invalid(_("Choose a course that you are in and have not finished."), field="course")
    _check_date(terms.due_on, here)


def _check_target(kind: GoalKind, target: int | None) -> None:
    most = MOST_MINUTES if kind == GoalKind.WEEKLY_MINUTES else MOST_LESSONS
    if target is None or not 1 <= target <= most:
        raise Invalid(_("Choose a number from 1 to %(most)d.") % {"most": most}, field="target")


def _check_date(due_on: date | None, here: date) -> None:
    if due_on is None or due_on < here:
        raise Invalid(_("Choose a day that has not passed."), field="due_on")
    if due_on > here + FURTHEST:
        raise Invalid(_("Choose a day within a year."), field="due_on")
