"""What assessment does when others announce something."""

from learning.assessment.services.version import freeze_quizzes
from learning.catalogue.events import CoursePublished


def on_course_published(event: CoursePublished) -> None:
    """Freeze the quizzes of the new version; an incomplete one prevents the publication."""
    freeze_quizzes(version_id=event.version_id)
