"""Lives in: every schema."""

from learning.catalogue.models.course import Course, CourseVersion
from learning.catalogue.models.media import Caption, MediaAsset
from learning.catalogue.models.outline import Lesson, Module

__all__ = ["Caption", "Course", "CourseVersion", "Lesson", "MediaAsset", "Module"]
