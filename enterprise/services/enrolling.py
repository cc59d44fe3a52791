"""Carries an assignment out: people get the course, their row says so, and they are told by mail."""

from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enterprise.models import Assignment, LearnerCourseStatus
from enterprise.services.learner_status import copy_terms
from learning.catalogue import api as catalogue
from learning.delivery import api as delivery
from tenants.accounts.api import User
from tenants.kernel.mail import queue_mail
from tenants.kernel.names import link
from tenants.schemas import current_tenant


def give_courses(*, assignments: Sequence[Assignment], people: Sequence[User]) -> None:
    """Enrol people in assigned courses and tell them. Called inside the department's lock.

    Repeating it enrols nobody twice and mails nobody twice. A course that is no longer published is
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
        _tell(row, people, title=cards[row.course_id].title)


def _tell(assignment: Assignment, people: Sequence[User], *, title: str) -> None:
    dates: dict[UUID, LearnerCourseStatus] = {
        row.learner_id: row
        for row in LearnerCourseStatus.objects.filter(
            assignment=assignment, learner__in=people, completed_at__isnull=True
        )
    }
    zone = current_tenant().time_zone
    for person in people:
        row = dates.get(person.id)
        if row is None or row.due_at is None or not person.email:
            continue
        with timezone.override(zone):
            due = timezone.localtime(row.due_at).date()
        queue_mail(
            to=person.email,
            template="assignment",
            context={
                "name": person.display_name,
                "course_title": title,
                "due": due,
                "note": assignment.note,
                "lessons": row.lessons_total,
                "url": link(f"/learn/{assignment.course_id}/"),
                "action_url": link(f"/learn/{assignment.course_id}/"),
                "action_label": _("Start the course"),
            },
            language=person.language or None,
            dedupe_key=f"assignment:{assignment.id}:{person.id}",
        )
