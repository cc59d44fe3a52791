"""Roles of the company's own: what they may do, and who gets them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from enterprise.selectors.custom_role import ActGroup
from enterprise.selectors.department import DepartmentInfo
from tenants.accounts.api import Action


class RoleForm(forms.Form):
    """A role: its name and what it may do. The template sets the ticks under their headings."""

    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        help_text=_("As people will see it, such as “Training coordinator”."),
        error_messages={"required": _("Give the role a name.")},
    )
    about = forms.CharField(
        label=_("What it is for"),
        max_length=200,
        required=False,
        help_text=_("One sentence for whoever gives it to somebody."),
    )
    actions = forms.TypedMultipleChoiceField(
        label=_("May do"),
        coerce=Action,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Tick at least one thing this role may do."),
            "invalid_choice": _("One of these cannot be handed on."),
        },
    )

    def __init__(self, *args: Any, groups: Sequence[ActGroup], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = groups
        self.fields["actions"].choices = [  # type: ignore[attr-defined]
            (act.action.value, act.action.label) for group in groups for act in group.acts
        ]

    @property
    def ticked(self) -> list[str]:
        """The actions that are ticked now, as they stand in the form."""
        return [str(value) for value in (self["actions"].value() or [])]


class GrantForm(forms.Form):
    """Somebody for a role, and for which team."""

    email = forms.CharField(
        label=_("E-mail address or employee ID"),
        max_length=254,
        error_messages={"required": _("Write whose it shall be.")},
    )
    department_id = forms.TypedChoiceField(
        label=_("For"),
        coerce=UUID,
        empty_value=None,
        required=False,
        help_text=_("A team counts with all teams beneath it."),
        error_messages={
            "required": _("Choose one of your teams."),
            "invalid_choice": _("There is no such team."),
        },
    )

    def __init__(
        self, *args: Any, teams: Sequence[DepartmentInfo], anywhere: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["department_id"]
        whole = [("", _("The whole company"))] if anywhere else []
        field.choices = [*whole, *((str(one.id), one.path) for one in teams)]  # type: ignore[attr-defined]
        field.required = not anywhere
