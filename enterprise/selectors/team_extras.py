"""What comes along with a member in the same statement: the last nudge and the skills."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from enterprise.models import LearnerSkill, Membership, Nudge
from enterprise.models.nudge import PAUSE


@dataclass(frozen=True, slots=True)
class LastNudge:
    """The latest reminder of somebody; `held_until` while it can still be taken back."""

    id: UUID
    created_at: datetime
    held_until: datetime | None


def with_extras(members: "QuerySet[Membership]", now: datetime) -> "QuerySet[Any]":
    """Return members with person, department, last nudge and skills, in one statement."""
    nudges = (
        Nudge.objects.filter(
            learner=OuterRef("user"), cancelled_at__isnull=True, created_at__gt=now - PAUSE
        )
        .order_by("-created_at")
        .values(json=JSONObject(id="id", at="created_at", after="send_after", sent="sent_at"))
    )
    skills = LearnerSkill.objects.filter(learner=OuterRef("user")).values(
        json=JSONObject(skill="skill", percent="percent")
    )
    return members.select_related("user", "department").annotate(
        last_nudge=Subquery(nudges[:1]), skill_list=ArraySubquery(skills)
    )


def nudge_of(member: Any) -> LastNudge | None:
    """Return the last nudge of a member of `with_extras`."""
    row = member.last_nudge
    if row is None:
        return None
    return LastNudge(
        id=UUID(row["id"]),
        created_at=datetime.fromisoformat(row["at"]),
        held_until=datetime.fromisoformat(row["after"]) if row["sent"] is None else None,
    )
