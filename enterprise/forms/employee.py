"""What an admin fills in about people without e-mail, their codes, and shared devices."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from enterprise.forms.team import IdsField
from enterprise.selectors.department import DepartmentInfo

DAYS = ((1, _("1 day")), (3, _("3 days")), (7, _("7 days")), (30, _("30 days")))


def _teams(teams: Sequence[DepartmentInfo], none: object) -> list[tuple[str, object]]:
    return [("", none), *((str(team.id), team.path) for team in teams)]


class EmployeeForm(forms.Form):
    """Somebody who gets no invitation by mail."""

    name = forms.CharField(label=_("Name"), max_length=150)
    employee_id = forms.CharField(
        label=_("Employee ID"), max_length=40, help_text=_("They sign in with it.")
    )
    phone = forms.CharField(
        label=_("Mobile number"),
        max_length=30,
        required=False,
        help_text=_("If given, they can have a code texted to it."),
        widget=forms.TelInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    department_id = forms.TypedChoiceField(label=_("Team"), required=False, empty_value=None)

    def __init__(
        self, *args: Any, teams: Sequence[DepartmentInfo], anywhere: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["department_id"]
        field.choices = _teams(teams, _("No team"))  # type: ignore[attr-defined]
        if not anywhere:
            field.required = True


class PhoneForm(forms.Form):
    """The number of a person, as the company knows it."""

    phone = forms.CharField(
        label=_("Mobile number"),
        max_length=30,
        required=False,
        help_text=_("Empty removes it. The first code they use confirms it."),
        widget=forms.TelInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )


class CodesForm(forms.Form):
    """For whom codes are made, for how long, and in which form they are handed over."""

    selected = IdsField()
    days = forms.TypedChoiceField(choices=DAYS, coerce=int, initial=7, label=_("Good for"))
    form = forms.ChoiceField(
        choices=(("page", _("Show")), ("pdf", _("PDF")), ("csv", _("CSV"))), required=False
    )


class CodeForm(forms.Form):
    """For how long one person's code is good."""

    days = forms.TypedChoiceField(choices=DAYS, coerce=int, initial=7, label=_("Good for"))


class DeviceForm(forms.Form):
    """A device that several people use."""

    name = forms.CharField(
        label=_("Name of this device"), max_length=80, help_text=_("Such as “Counter 2, Andheri”.")
    )
    department_id = forms.TypedChoiceField(label=_("Team"), required=False, empty_value=None)
    idle_seconds = forms.TypedChoiceField(
        label=_("Sign out after"),
        coerce=int,
        initial=180,
        choices=(
            (15, _("15 seconds without activity")),
            (60, _("1 minute without activity")),
            (180, _("3 minutes without activity")),
            (300, _("5 minutes without activity")),
            (900, _("15 minutes without activity")),
        ),
    )
    longest_seconds = forms.TypedChoiceField(
        label=_("In any case after"),
        coerce=int,
        initial=3600,
        choices=(
            (900, _("15 minutes")),
            (1800, _("30 minutes")),
            (3600, _("1 hour")),
            (7200, _("2 hours")),
            (28800, _("8 hours")),
        ),
    )

    def __init__(self, *args: Any, teams: Sequence[DepartmentInfo], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department_id"].choices = _teams(teams, _("The whole company"))  # type: ignore[attr-defined]
