"""Joining a course."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from learning.catalogue import api as catalogue
from learning.delivery.enums import EnrolmentState, Source
from learning.delivery.events import Enrolled
from learning.delivery.models import Enrolment
from learning.delivery.selectors.enrolment import EnrolmentInfo, info_of
from tenants.kernel.clock import now
from tenants.kernel.errors import Invalid, Missing
from tenants.kernel.events import publish

PUBLISHED = "published"


def enrol_learner(*, course_id: UUID, learner_id: UUID, source: str = Source.SELF) -> EnrolmentInfo:
    """Enrol a person in the current version of a published course, once.

    Doing it again, or twice at the same moment, changes nothing: the unique constraint decides, and
    only the winner publishes `delivery.enrolled`. Somebody who withdrew is taken back with all they
    had done.

    Args:
        course_id: a published course of this schema.
        learner_id: a user of this schema.
        source: one of `Source`.

    Raises:
        Missing: when the course does not exist, is a draft or archived.
        Invalid: when `source` is unknown.
    """
    if source not in Source.values:
        raise Invalid(_("There is no such way to join a course."), field="source")
    with transaction.atomic():
        existing = (
            Enrolment.objects.select_for_update()
            .filter(learner_id=learner_id, course_id=course_id)
            .first()
        )
        if existing is not None:
            return _take_back(existing)
        card = catalogue.cards_of_courses([course_id]).get(course_id)
        if card is None or card.status != PUBLISHED:
            raise Missing(_("There is no such course, or it is not open to learners."))
        wanted = Enrolment(
            learner_id=learner_id,
            course_id=course_id,
            version_id=card.version_id,
            source=source,
            enrolled_at=now(),
            lessons_total=card.lessons_total,
        )
        Enrolment.objects.bulk_create([wanted], ignore_conflicts=True)
        row = Enrolment.objects.get(learner_id=learner_id, course_id=course_id)
        if row.id == wanted.id:
            publish(Enrolled(enrolment_id=row.id, learner_id=learner_id, course_id=course_id))
        return info_of(row)


def _take_back(enrolment: Enrolment) -> EnrolmentInfo:
    if enrolment.state == EnrolmentState.WITHDRAWN:
        enrolment.state = (
            EnrolmentState.COMPLETED if enrolment.completed_at else EnrolmentState.ACTIVE
        )
        enrolment.save(update_fields=["state"])
        publish(
            Enrolled(
                enrolment_id=enrolment.id,
                learner_id=enrolment.learner_id,
                course_id=enrolment.course_id,
            )
        )
    return info_of(enrolment)


def withdraw_learner(*, enrolment_id: UUID) -> None:
    """Close a course to a learner. What they did stays, and counts again when they come back."""
    Enrolment.objects.filter(id=enrolment_id).update(state=EnrolmentState.WITHDRAWN)
