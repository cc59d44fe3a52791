"""Lives in: tenant only. What a company owns besides its courses."""

from enterprise.models.assignment import Assignment, Extension
from enterprise.models.branding import Branding
from enterprise.models.company_export import CompanyExport, ExportState
from enterprise.models.department import Department, DepartmentManager, Membership
from enterprise.models.learner_skill import LearnerSkill
from enterprise.models.learner_standing import LearnerStanding
from enterprise.models.learner_status import LearnerCourseStatus
from enterprise.models.nudge import Nudge
from enterprise.models.people_change import ChangeState, DistinctPeople, PeopleChange
from enterprise.models.people_import import (
    READY,
    UNDECIDED,
    ColumnMeaning,
    ImportState,
    PeopleImport,
    PeopleImportRow,
    RowFate,
)

__all__ = [
    "READY",
    "UNDECIDED",
    "Assignment",
    "Branding",
    "ChangeState",
    "ColumnMeaning",
    "CompanyExport",
    "Department",
    "DepartmentManager",
    "DistinctPeople",
    "ExportState",
    "Extension",
    "ImportState",
    "LearnerCourseStatus",
    "LearnerSkill",
    "LearnerStanding",
    "Membership",
    "Nudge",
    "PeopleChange",
    "PeopleImport",
    "PeopleImportRow",
    "RowFate",
]
