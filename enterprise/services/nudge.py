"""Reminders: one a day at most, held back for a minute so that they can be taken back."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from enterprise.models import LearnerCourseStatus, Nudge
from enterprise.models.nudge import HOLD, PAUSE
from tenants.accounts.api import User
from tenants.kernel import audit
from tenants.kernel.clock import local, now
from tenants.kernel.errors import Conflict, Missing
from tenants.kernel.jobs import enqueue
from tenants.notify.api import notify
from tenants.schemas import current_tenant


@dataclass(frozen=True)
class NudgeResult:
    """What came of nudging people: the new nudges, and who was left alone for which reason."""

    nudge_ids: tuple[UUID, ...]
    recently: int
    nothing_open: int


def nudge_people(*, learner_ids: Collection[UUID], actor: User) -> NudgeResult:
    """Remind people of what they have to finish.

    Who was reminded within 24 hours or has nothing open is left alone, and counted. Without an
    e-mail address one is told in the app, and by the other channels that one chose. Two managers at the same moment make one nudge: the people are locked.

    Args:
        learner_ids: people whose department the actor manages; the caller has asked the policy.
        actor: in whose name.

    Raises:
        Missing: when one of them does not exist or is deactivated.

    """
    moment = now()
    with transaction.atomic():
        people = list(
            User.objects.select_for_update(no_key=True)
            .filter(id__in=learner_ids, is_active=True)
            .order_by("id")
        )
        if len(people) != len(set(learner_ids)):
            raise Missing(_("There is no such person."))
        recently = set(
            Nudge.objects.filter(
                learner__in=people, cancelled_at__isnull=True, created_at__gt=moment - PAUSE
            ).values_list("learner_id", flat=True)
        )
        busy = set(_open_rows(Q(learner__in=people)).values_list("learner_id", flat=True))
        chosen = [person for person in people if person.id not in recently and person.id in busy]
        made = Nudge.objects.bulk_create(
            Nudge(learner=person, sent_by=actor, created_at=moment, send_after=moment + HOLD)
            for person in chosen
        )
        for nudge, person in zip(made, chosen, strict=True):
            enqueue("enterprise.send_nudge", run_after=nudge.send_after, nudge_id=nudge.id)
            audit.record(
                "nudge.queued", actor=actor, target=person.display_name, target_id=person.id
            )
    return NudgeResult(
        nudge_ids=tuple(nudge.id for nudge in made),
        recently=len(recently),
        nothing_open=sum(1 for one in people if one.id not in recently and one.id not in busy),
    )


def undo_nudge(*, nudge_id: UUID, actor: User, with_its_batch: bool = False) -> int:
    """Take a nudge back while it is not sent, and with it those made by the same click.

    Args:
        nudge_id: made by the actor.
        actor: who takes it back.
        with_its_batch: all nudges of that moment, not this one alone.

    Returns:
        How many were taken back.

    Raises:
        Missing: when the actor made no such nudge.
        Conflict: when the mail is on its way.
    """
    with transaction.atomic():
        one = Nudge.objects.filter(id=nudge_id, sent_by=actor).first()
        if one is None:
            raise Missing(_("There is no such nudge."))
        which = Q(created_at=one.created_at) if with_its_batch else Q(id=one.id)
        rows = list(
            Nudge.objects.select_for_update(of=("self",))
            .select_related("learner")
            .filter(which, sent_by=actor, cancelled_at__isnull=True)
            .order_by("id")
        )
        held = [row for row in rows if row.sent_at is None]
        if rows and not held:
            raise Conflict(_("The mail is on its way already."), code="sent")
        for row in held:
            row.cancelled_at = now()
            row.save(update_fields=["cancelled_at"])
            audit.record(
                "nudge.taken_back",
                actor=actor,
                target=row.learner.display_name,
                target_id=row.learner_id,
            )
    return len(held)


def send_nudge(*, nudge_id: UUID) -> None:
    """Tell a learner of a nudge, unless it was taken back, sent, or everything is done meanwhile."""
    with transaction.atomic():
        nudge = (
            Nudge.objects.select_for_update(of=("self",))
            .select_related("learner", "sent_by")
            .filter(id=nudge_id, sent_at__isnull=True, cancelled_at__isnull=True)
            .first()
        )
        if nudge is None:
            return
        rows = list(
            _open_rows(Q(learner_id=nudge.learner_id)).select_related("course").order_by("due_at")
        )
        if not rows or not nudge.learner.is_active:
            nudge.cancelled_at = now()
            nudge.save(update_fields=["cancelled_at"])
            return
        nudge.sent_at = now()
        nudge.save(update_fields=["sent_at"])
        zone = current_tenant().time_zone
        notify(
            to=nudge.learner_id,
            kind="learning.reminder_sent",
            context={
                "manager": nudge.sent_by.display_name,
                "count": len(rows),
                "courses": [
                    {
                        "title": row.course.title,
                        "due": local(row.due_at, zone).date().isoformat() if row.due_at else "",
                        "late": row.due_at is not None and row.due_at < now(),
                        "done": row.lessons_done,
                        "total": row.lessons_total,
                    }
                    for row in rows
                ],
            },
            dedupe_key=f"nudge:{nudge.id}",
            url="/",
        )


def _open_rows(whose: Q) -> QuerySet[LearnerCourseStatus]:
    return LearnerCourseStatus.objects.filter(
        whose, assignment__isnull=False, completed_at__isnull=True
    )
