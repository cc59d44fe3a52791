"""Lives in: every schema."""

from learning.catalogue.models.career_path import CareerPath, PathStep, StepCourse
from learning.catalogue.models.course import Course, CourseVersion
from learning.catalogue.models.media import Caption, MediaAsset
from learning.catalogue.models.outline import Lesson, Module

__all__ = [
    "Caption",
    "CareerPath",
    "Course",
    "CourseVersion",
    "Lesson",
    "MediaAsset",
    "Module",
    "PathStep",
    "StepCourse",
]
