"""Lives in: every schema."""

from learning.delivery.models.enrolment import Enrolment
from learning.delivery.models.progress import LessonProgress

__all__ = ["Enrolment", "LessonProgress"]
