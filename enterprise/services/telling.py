"""What this app tells people through notifications: facts and keys; words and channels are decided there."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from enterprise.models import Assignment, DepartmentManager, PeopleImport
from enterprise.models.people_import import RowFate
from learning.catalogue import api as catalogue
from tenants.accounts.api import inviter_of, people_by_id
from tenants.kernel.clock import local, now
from tenants.notify.api import notify
from tenants.schemas import current_tenant


def tell_assigned(
    *,
    assignment: Assignment,
    title: str,
    due: Mapping[UUID, date],
    lessons: Mapping[UUID, int],
    waited: bool = False,
) -> None:
    """Tell people that a course is theirs to finish.

    Args:
        assignment: which; with its department.
        title: of the course.
        due: the day it is due, by person.
        lessons: how many it has, by person.
        waited: whether they had it assigned before it could be opened.
    """
    zone = current_tenant().time_zone
    shared: dict[str, Any] = {
        "course_title": title,
        "due_on": local(assignment.due_at, zone).date(),
    }
    if waited:
        kind, context = "learning.course_available", shared
        personal: dict[UUID, dict[str, Any]] = {one: {"due_on": due[one]} for one in due}
    else:
        kind = "learning.assignment_given"
        team = assignment.department.name
        context = {**shared, "note": assignment.note, "lessons": 0, "team": team}
        personal = {one: {"due_on": due[one], "lessons": lessons[one]} for one in due}
    if due:
        notify(
            to=list(due),
            kind=kind,
            context=context,
            personal=personal,
            # Both kinds under one key: nobody is told of one assignment twice.
            dedupe_key=f"assignment:{assignment.id}",
            url=f"/learn/{assignment.course_id}/",
            about=f"course:{assignment.course_id}",
        )


def tell_managers_of_completion(*, learner_id: UUID, course_id: UUID) -> None:
    """Tell the managers of a learner's team, and the team chats, that a course is completed."""
    managers = DepartmentManager.objects.filter(
        department__memberships__user_id=learner_id
    ).exclude(user_id=learner_id)
    person = people_by_id([learner_id]).get(learner_id)
    card = catalogue.cards_of_courses([course_id]).get(course_id)
    if person is None or card is None:
        return
    notify(
        to=list(managers.values_list("user_id", flat=True)),
        kind="team.course_completed",
        context={"person": person.name or person.email, "course_title": card.title},
        dedupe_key=f"completed:{course_id}:{learner_id}",
        url=f"/team/{learner_id}/",
        about=f"person:{learner_id}",
    )


def tell_inviter(*, user_id: UUID, invitation_id: UUID) -> None:
    """Tell whoever sent an invitation that it was accepted."""
    person = people_by_id([user_id]).get(user_id)
    inviter_id = inviter_of(invitation_id)
    if person is None:
        return
    notify(
        to=[inviter_id] if inviter_id else [],
        kind="people.invitation_accepted",
        context={"person": person.name or person.email},
        dedupe_key=f"joined:{invitation_id}",
        url=f"/manage/people/{user_id}/",
        about=f"person:{user_id}",
    )


def tell_import_ended(*, import_id: UUID, actor_id: UUID, refusal: str = "") -> None:
    """Tell an admin what became of a long import, who will have left its page."""
    row = PeopleImport.objects.get(id=import_id)
    url = reverse("enterprise:people_import", args=[import_id], urlconf=settings.TENANT_URLCONF)
    imported = row.rows.filter(fate=RowFate.IMPORTED).count()
    context: dict[str, str | int] = {"file_name": row.file_name}
    if refusal:
        kind = "people.import_stopped"
        context["reason"] = refusal
    else:
        kind = "people.import_finished"
        context |= {"people": imported, "left": row.rows.filter(fate=RowFate.PROBLEM).count()}
    notify(
        to=actor_id,
        kind=kind,
        context=context,
        # Each run imports more, or stops at another moment.
        dedupe_key=f"import:{import_id}:{imported}:{int(now().timestamp()) if refusal else ''}",
        url=url,
        about=f"import:{import_id}",
    )
