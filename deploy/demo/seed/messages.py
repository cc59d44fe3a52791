"""What the demo's people were told: the latest assignments of a learner, the latest completions of a manager."""

from uuid import UUID

from django.db.models import QuerySet

from enterprise.models import LearnerCourseStatus
from enterprise.services.telling import tell_assigned, tell_managers_of_completion
from tenants.accounts.api import User
from tenants.kernel import clock
from tenants.notify.models import Notification
from tenants.notify.services.dispatching import dispatch
from tenants.schemas import current_tenant

_LATEST = 3


def seed_messages(domain: str) -> None:
    """Tell the people who sign in to the demo what happened last, dated as it happened.

    Args:
        domain: of their addresses.
    """
    zone = current_tenant().time_zone
    for name in ("learner", "manager"):
        person = User.objects.get(email=f"{name}@{domain}")
        for row in _given_to(person.id):
            assert row.assignment is not None
            assert row.assigned_at is not None
            assert row.due_at is not None
            with clock.frozen(row.assigned_at):
                tell_assigned(
                    assignment=row.assignment,
                    title=row.course.title,
                    due={person.id: clock.local(row.due_at, zone).date()},
                    lessons={person.id: row.lessons_total},
                )
                _send()
    for row in _completed_lately():
        assert row.completed_at is not None
        with clock.frozen(row.completed_at):
            tell_managers_of_completion(learner_id=row.learner_id, course_id=row.course_id)
            _send()


def _send() -> None:
    waiting = Notification.objects.filter(dispatched_at__isnull=True)
    dispatch(notification_ids=list(waiting.values_list("id", flat=True)))


def _given_to(person_id: UUID) -> list[LearnerCourseStatus]:
    rows = _rows().filter(learner_id=person_id, assignment__isnull=False, due_at__isnull=False)
    return list(rows.order_by("-assigned_at")[:_LATEST])


def _completed_lately() -> list[LearnerCourseStatus]:
    rows = _rows().filter(completed_at__isnull=False)
    return list(rows.order_by("-completed_at")[: _LATEST * 3])


def _rows() -> QuerySet[LearnerCourseStatus]:
    return LearnerCourseStatus.objects.select_related("course", "assignment__department")
