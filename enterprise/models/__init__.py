"""Lives in: tenant only. What a company owns besides its courses."""

from enterprise.models.assignment import Assignment, Extension
from enterprise.models.branding import Branding
from enterprise.models.department import Department, DepartmentManager, Membership
from enterprise.models.learner_status import LearnerCourseStatus
from enterprise.models.nudge import Nudge
from enterprise.models.people_import import ImportState, PeopleImport, PeopleImportRow, RowFate

__all__ = [
    "Assignment",
    "Branding",
    "Department",
    "DepartmentManager",
    "Extension",
    "ImportState",
    "LearnerCourseStatus",
    "Membership",
    "Nudge",
    "PeopleImport",
    "PeopleImportRow",
    "RowFate",
]
