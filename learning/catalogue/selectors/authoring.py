"""How far an author has come, for a page of first steps."""

from dataclasses import dataclass
from uuid import UUID

from learning.catalogue.enums import CourseStatus, LessonKind
from learning.catalogue.models import Course, Lesson


@dataclass(frozen=True, slots=True)
class AuthoringProgress:
    """Counts of what is an author's own."""

    courses: int
    lessons: int
    videos_or_quizzes: int
    published: int
    first_course_id: UUID | None


def authoring_progress(owner_id: UUID) -> AuthoringProgress:
    """Return how far somebody has come with their own courses, in two queries."""
    courses = list(
        Course.objects.filter(owner_id=owner_id).order_by("created_at").values_list("id", "status")
    )
    kinds = list(
        Lesson.objects.filter(
            module__course__owner_id=owner_id, deleted_at=None, module__deleted_at=None
        ).values_list("kind", flat=True)
    )
    return AuthoringProgress(
        courses=len(courses),
        lessons=len(kinds),
        videos_or_quizzes=sum(kind != LessonKind.TEXT for kind in kinds),
        published=sum(status == CourseStatus.PUBLISHED for _id, status in courses),
        first_course_id=courses[0][0] if courses else None,
    )
