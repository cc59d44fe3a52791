"""Carries an assignment out: people get the course, their row says so, and they are told."""

from collections.abc import Sequence

from enterprise.models import Assignment, LearnerCourseStatus
from enterprise.services.learner_status import copy_terms
from enterprise.services.telling import tell_assigned
from learning.catalogue import api as catalogue
from learning.delivery import api as delivery
from tenants.accounts.api import User
from tenants.kernel.clock import local
from tenants.schemas import current_tenant


def give_courses(
    *, assignments: Sequence[Assignment], people: Sequence[User], waited: bool = False
) -> None:
    """Enrol people in assigned courses and tell them. Called inside the department's lock.

    `waited` says that the course could not be opened until now, though it was assigned.
    Repeating it enrols nobody twice and tells nobody twice. A course that is no longer published is
    kept as an assignment, but nobody new can be enrolled in it.
    """
    cards = catalogue.cards_of_courses({row.course_id for row in assignments})
    open_ones = [
        row
        for row in sorted(assignments, key=lambda row: row.course_id)
        if (card := cards.get(row.course_id)) and card.status == "published"
    ]
    for person in sorted(people, key=lambda one: one.id):
        for row in open_ones:
            delivery.enrol_learner(
                course_id=row.course_id, learner_id=person.id, source=delivery.Source.ASSIGNED
            )
    copy_terms(learner_ids=[person.id for person in people])
    for row in open_ones:
        _tell(row, people, title=cards[row.course_id].title, waited=waited)


def _tell(assignment: Assignment, people: Sequence[User], *, title: str, waited: bool) -> None:
    zone = current_tenant().time_zone
    due, lessons = {}, {}
    for row in LearnerCourseStatus.objects.filter(
        assignment=assignment, learner__in=people, completed_at__isnull=True, due_at__isnull=False
    ):
        assert row.due_at is not None
        due[row.learner_id] = local(row.due_at, zone).date()
        lessons[row.learner_id] = row.lessons_total
    tell_assigned(assignment=assignment, title=title, due=due, lessons=lessons, waited=waited)
