"""Lives in: tenant only. What a company owns besides its courses."""

from enterprise.models.assignment import Assignment, Extension
from enterprise.models.branding import Branding
from enterprise.models.department import Department, DepartmentManager, Membership
from enterprise.models.learner_status import LearnerCourseStatus
from enterprise.models.nudge import Nudge

__all__ = [
    "Assignment",
    "Branding",
    "Department",
    "DepartmentManager",
    "Extension",
    "LearnerCourseStatus",
    "Membership",
    "Nudge",
]
