"""What this app does when others tell it something. Inline, unless an event id comes with it."""

from uuid import UUID

from enterprise.models import Department
from enterprise.services.assignment import carry_out_waiting
from enterprise.services.learner_skill import keep_skills
from enterprise.services.learner_standing import keep_standings
from enterprise.services.learner_status import copy_enrolment
from enterprise.services.merging import take_over
from enterprise.services.placement import place_person, welcome_back
from enterprise.services.telling import tell_inviter, tell_managers_of_completion
from learning.catalogue.events import CoursePublished, CourseUnarchived
from learning.delivery.api import EnrolmentInfo, enrolment_by_id
from learning.delivery.events import CourseCompleted, Enrolled, ProgressMade
from learning.guidance.events import SkillCheckFinished
from tenants.accounts.events import PeopleMerged, UserDeactivated, UserJoined, UserReactivated
from tenants.schemas import TenantInfo, current_tenant


def on_enrolled(event: Enrolled) -> None:
    """Take the enrolment over into the read model."""
    if info := enrolment_by_id(event.enrolment_id):
        _copy(info)


def on_progress_made(event: ProgressMade) -> None:
    """Take the progress over into the read model, and the completion with it."""
    _copy(event.enrolment)


def tell_of_completion(event: CourseCompleted, *, event_id: UUID, origin: TenantInfo) -> None:
    """Delivered: the learner's managers and the team chats hear of it; the learner waits for none."""
    if not origin.is_public:
        tell_managers_of_completion(learner_id=event.learner_id, course_id=event.course_id)


def on_course_published(event: CoursePublished) -> None:
    """Whoever had the course assigned while it could not be opened gets it now."""
    if not current_tenant().is_public:
        carry_out_waiting(course_id=event.course_id)


def on_course_unarchived(event: CourseUnarchived) -> None:
    """As when it is published."""
    if not current_tenant().is_public:
        carry_out_waiting(course_id=event.course_id)


def on_user_joined(event: UserJoined) -> None:
    """Put a newcomer where the inviter said; a department archived since then is left out."""
    if current_tenant().is_public:
        return
    wanted = _uuid(event.placement.get("department_id"))
    if wanted and Department.objects.filter(id=wanted, archived_at__isnull=True).exists():
        place_person(user_id=event.user_id, department_id=wanted)
    if event.invitation_id is not None:
        tell_inviter(user_id=event.user_id, invitation_id=event.invitation_id)


def on_user_reactivated(event: UserReactivated) -> None:
    """Catch up with what the department was assigned while the person was away."""
    if not current_tenant().is_public:
        welcome_back(user_id=event.user_id)


def on_user_deactivated(event: UserDeactivated) -> None:
    """Who is switched off no longer counts in their team."""
    if not current_tenant().is_public:
        keep_standings([event.user_id])


def on_people_merged(event: PeopleMerged) -> None:
    """Team, responsibilities and the read model follow the account that is kept."""
    if not current_tenant().is_public:
        take_over(kept_id=event.kept_id, gone_id=event.gone_id)


def on_skill_check_finished(event: SkillCheckFinished) -> None:
    """Take the estimates over for the managers' page."""
    if not current_tenant().is_public:
        keep_skills(
            learner_id=event.learner_id, percents=event.percents, measured_at=event.finished_at
        )


def _copy(info: EnrolmentInfo) -> None:
    # The same app serves the public marketplace, which has no departments and no read model.
    if not current_tenant().is_public:
        copy_enrolment(info)


def _uuid(value: object) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None
