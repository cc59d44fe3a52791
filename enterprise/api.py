"""The front door of this app for those above it."""

from enterprise.selectors.branding import BrandInfo, brand_of_company, icon_url
from enterprise.selectors.department import DepartmentInfo, departments, departments_of
from enterprise.services.assignment import (
    assign_course,
    cancel_assignment,
    change_due_date,
    default_due_on,
)
from enterprise.services.branding import save_branding
from enterprise.services.department import create_department, set_managers
from enterprise.services.nudge import nudge_people
from enterprise.services.placement import place_person

__all__ = [
    "BrandInfo",
    "DepartmentInfo",
    "assign_course",
    "brand_of_company",
    "cancel_assignment",
    "change_due_date",
    "create_department",
    "default_due_on",
    "departments",
    "departments_of",
    "icon_url",
    "nudge_people",
    "place_person",
    "save_branding",
    "set_managers",
]
