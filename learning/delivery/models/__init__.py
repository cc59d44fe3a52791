"""Lives in: every schema."""

from learning.delivery.models.enrolment import Enrolment
from learning.delivery.models.progress import LessonProgress
from learning.delivery.models.review import CourseReview, ReviewDecision, ReviewReport

__all__ = ["CourseReview", "Enrolment", "LessonProgress", "ReviewDecision", "ReviewReport"]
