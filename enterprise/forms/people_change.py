"""What an admin fills in to change many people, to let somebody leave, or to merge two accounts."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from enterprise.forms.people import GRANTABLE, team_choices, team_field
from enterprise.forms.team import IdsField
from enterprise.selectors.department import DepartmentInfo, PersonName


class OtherForm(forms.Form):
    """The other one of two accounts."""

    other = forms.UUIDField(required=False)


class BulkForm(forms.Form):
    """The ticked people or all that match, what to do with them, and where to go when it is moving."""

    selected = IdsField(required=False)
    all = forms.BooleanField(required=False)
    query = forms.CharField(required=False, max_length=2000)
    do = forms.ChoiceField(
        choices=[(name, name) for name in ("deactivate", "reactivate", "move", "invite", "edit")]
    )
    department_id = team_field()

    def __init__(self, *args: Any, teams: Sequence[DepartmentInfo], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department_id"].choices = team_choices(teams)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for somebody to do it to."""
        data = super().clean() or self.cleaned_data
        if not data.get("all") and not data.get("selected") and "selected" not in self.errors:
            self.add_error("selected", _("Tick at least one person first."))
        return data

    def wanted(self) -> dict[str, Any]:
        """Return what the pressed button changes, in the words of a change of many."""
        team = self.cleaned_data.get("department_id")
        said: dict[str, dict[str, Any]] = {
            "deactivate": {"active": False},
            "reactivate": {"active": True},
            "invite": {"invite": True},
            "move": {"department_id": str(team) if team else "none"},
        }
        return said.get(self.cleaned_data["do"], {})


class InvitationBulkForm(forms.Form):
    """The ticked invitations, and what to do with them."""

    selected = IdsField(error_messages={"required": _("Tick at least one invitation first.")})
    do = forms.ChoiceField(choices=[("resend", "resend"), ("revoke", "revoke")])


class ChangeForm(forms.Form):
    """What a change of many does; what is left alone stays."""

    department_id = forms.ChoiceField(label=_("Team"), required=False)
    add_role = forms.ChoiceField(label=_("Give a role"), required=False)
    remove_role = forms.ChoiceField(label=_("Take a role back"), required=False)
    language = forms.ChoiceField(label=_("Page language"), required=False)
    active = forms.ChoiceField(
        label=_("Account"),
        required=False,
        choices=[("", _("Leave as it is")), ("on", _("Switch on")), ("off", _("Deactivate"))],
    )
    invite = forms.BooleanField(label=_("Send an invitation to who has not joined"), required=False)

    def __init__(self, *args: Any, teams: Sequence[DepartmentInfo], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leave = ("", _("Leave as it is"))
        roles = [(role.value, role.label) for role in GRANTABLE]
        self.fields["department_id"].choices = [  # type: ignore[attr-defined]
            leave,
            ("none", _("No team")),
            *((str(info.id), info.path) for info in teams),
        ]
        self.fields["add_role"].choices = [("", _("None")), *roles]  # type: ignore[attr-defined]
        self.fields["remove_role"].choices = [("", _("None")), *roles]  # type: ignore[attr-defined]
        self.fields["language"].choices = [  # type: ignore[attr-defined]
            leave,
            ("company", _("The company's")),
            *settings.LANGUAGES,
        ]

    def wanted(self) -> dict[str, Any]:
        """Return what was chosen."""
        data = self.cleaned_data
        wanted: dict[str, Any] = {
            key: data[key] for key in ("department_id", "add_role", "remove_role") if data.get(key)
        }
        if data.get("language"):
            wanted["language"] = "" if data["language"] == "company" else data["language"]
        if data.get("active"):
            wanted["active"] = data["active"] == "on"
        if data.get("invite"):
            wanted["invite"] = True
        return wanted


class LeaveForm(forms.Form):
    """Who takes over from somebody who leaves."""

    teams_to = forms.TypedChoiceField(
        label=_("Who manages their teams from now on"),
        coerce=UUID,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": _("Choose somebody who stays.")},
    )
    courses_to = forms.TypedChoiceField(
        label=_("Who owns their courses from now on"),
        coerce=UUID,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": _("Choose somebody who stays.")},
    )

    def __init__(
        self,
        *args: Any,
        team_heirs: Sequence[PersonName],
        course_heirs: Sequence[PersonName],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        nobody = ("", _("Nobody for now; the admins see to them"))
        for name, heirs in (("teams_to", team_heirs), ("courses_to", course_heirs)):
            if heirs:
                self.fields[name].choices = [nobody, *((str(one.id), one.name) for one in heirs)]  # type: ignore[attr-defined]
            else:
                del self.fields[name]
