"""Teams: their names, their managers, their people."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from enterprise.selectors.department import DepartmentInfo
from tenants.accounts.api import PersonInfo


class DepartmentForm(forms.Form):
    """A new team."""

    name = forms.CharField(
        label=_("Name"), max_length=80, error_messages={"required": _("Give the team a name.")}
    )
    parent = forms.TypedChoiceField(
        label=_("Part of"),
        coerce=UUID,
        empty_value=None,
        required=False,
        help_text=_("Managers of the larger team see this one, too."),
        error_messages={"invalid_choice": _("There is no such team.")},
    )

    def __init__(self, *args: Any, teams: Sequence[DepartmentInfo], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = [  # type: ignore[attr-defined]
            ("", _("Nothing; it stands for itself")),
            *((str(info.id), info.path) for info in teams),
        ]


class NameForm(forms.Form):
    """Another name for a team."""

    name = forms.CharField(
        label=_("Name"), max_length=80, error_messages={"required": _("Give the team a name.")}
    )


class ManagersForm(forms.Form):
    """Who manages a team."""

    managers = forms.TypedMultipleChoiceField(
        label=_("Managers"),
        coerce=UUID,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They see the team's progress, nudge and move dates. Untick to take it back."),
        error_messages={"invalid_choice": _("One of these people does not exist here.")},
    )

    def __init__(self, *args: Any, people: Sequence[PersonInfo], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["managers"].choices = [  # type: ignore[attr-defined]
            (str(person.id), _named(person)) for person in people
        ]


class PlaceForm(forms.Form):
    """Somebody for a team, by e-mail address."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Of somebody who has an account here. They leave the team they are in."),
        error_messages={
            "required": _("Write the address of somebody who has an account here."),
            "invalid": _("This is not an e-mail address."),
        },
    )


def _named(person: PersonInfo) -> str:
    return f"{person.display_name}, {person.job_title}" if person.job_title else person.display_name
