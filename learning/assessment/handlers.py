"""What assessment does when others announce something."""

from learning.assessment.services.reassigning import reassign_attempts
from learning.assessment.services.version import freeze_quizzes
from learning.catalogue.events import CoursePublished
from learning.delivery.events import EnrolmentsMerged


def on_course_published(event: CoursePublished) -> None:
    """Freeze the quizzes of the new version; an incomplete one prevents the publication."""
    freeze_quizzes(version_id=event.version_id)


def on_enrolments_merged(event: EnrolmentsMerged) -> None:
    """Inline: the attempts of the enrolment that is gone count for the one that is kept."""
    reassign_attempts(from_enrolment_id=event.gone_id, to_enrolment_id=event.kept_id)
