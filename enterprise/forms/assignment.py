"""Assigning a course, and moving its date."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from enterprise.forms.team import DateField
from enterprise.selectors.department import DepartmentRow
from enterprise.services.assignment import due_at_end_of
from learning.catalogue.api import CourseCard
from tenants.kernel.errors import Invalid

_DATE_ERRORS = {
    "required": _("Choose the due date."),
    "invalid": _("Write the date as year-month-day, such as 2026-12-31."),
}


class AssignmentForm(forms.Form):
    """A course for one or more teams until a date."""

    course = forms.TypedChoiceField(
        label=_("Course"),
        coerce=UUID,
        error_messages={
            "required": _("Choose a course."),
            "invalid_choice": _("This course is not published, or does not exist."),
        },
    )
    departments = forms.TypedMultipleChoiceField(
        label=_("Teams"),
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Everybody in them now, and whoever joins later."),
        error_messages={
            "required": _("Choose at least one team."),
            "invalid_choice": _("One of these teams does not exist."),
        },
    )
    due_on = DateField(
        label=_("Due date"),
        help_text=_("Due at the end of this day."),
        error_messages=_DATE_ERRORS,
    )
    note = forms.CharField(
        label=_("Note to the learners"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Why it matters now. It stands in the mail and beside the course."),
    )

    def __init__(
        self,
        *args: Any,
        courses: Sequence[CourseCard],
        teams: Sequence[DepartmentRow],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose a course")),
            *((str(card.id), card.title) for card in courses),
        ]
        self.fields["departments"].choices = [  # type: ignore[attr-defined]
            (
                str(row.info.id),
                ngettext("%(team)s, %(count)d person", "%(team)s, %(count)d people", row.members)
                % {"team": row.info.path, "count": row.members},
            )
            for row in teams
        ]

    def clean_due_on(self) -> date:
        """Say at once that a day is past, also when something else is missing."""
        day: date = self.cleaned_data["due_on"]
        try:
            due_at_end_of(day)
        except Invalid as error:
            raise forms.ValidationError(error.message) from None
        return day


class DueDateForm(forms.Form):
    """Another date for an assignment."""

    due_on = DateField(
        label=_("Due date"),
        help_text=_("For everybody whose own date was not moved."),
        error_messages=_DATE_ERRORS,
    )
