"""What an admin fills in about people."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from enterprise.forms.listing import ListForm
from enterprise.forms.team import IdsField
from enterprise.selectors.department import DepartmentInfo, PersonName
from enterprise.selectors.people import NEVER, NO_TEAM, ListFilter
from tenants.accounts.api import COMPANY_ROLES, NameLanguage, PersonStatus, Role

_GRANTABLE = [role for role in COMPANY_ROLES if role != Role.LEARNER]
ROLE_HINTS = {
    Role.MANAGER: _("Manager: sees the progress of their teams and nudges people"),
    Role.AUTHOR: _("Author: writes courses"),
    Role.ADMIN: _("L&D admin: people, teams, courses, assignments, branding"),
    Role.OWNER: _("Owner: all of it, and may make other owners"),
}

# How long somebody was not here, by the word in the address.
SEEN = {"30": 30, "90": 90, "180": 180, "never": NEVER}
# Columns of the list besides the name, with what each is called.
COLUMNS = {
    "number": _("Employee ID"),
    "title": _("Job title"),
    "team": _("Team"),
    "role": _("Role"),
    "status": _("Status"),
    "language": _("Page language"),
    "joined": _("Joined"),
    "seen": _("Last seen"),
}
USUAL_COLUMNS = ("team", "role", "status", "seen")


class PeopleListForm(ListForm):
    """Filters of the list of people."""

    role = forms.CharField(required=False, max_length=20)
    manager = forms.UUIDField(required=False)
    language = forms.CharField(required=False, max_length=5)
    joined_from = forms.DateField(required=False)
    joined_to = forms.DateField(required=False)
    seen = forms.CharField(required=False, max_length=10)
    email = forms.CharField(required=False, max_length=10)

    def wanted(self) -> ListFilter:
        """Return what was understood of the address."""
        read = self.read()
        data = self.cleaned_data
        role = data.get("role") or ""
        department = self.department_id
        if self.data.get("department") == "none":
            department = NO_TEAM
        language = data.get("language") or ""
        return ListFilter(
            search=read["search"],
            role=Role(role) if role in COMPANY_ROLES else None,
            status=PersonStatus(read["status"]) if read["status"] in PersonStatus.values else None,
            department_id=department,
            manager_id=data.get("manager"),
            language=language if language in dict(settings.LANGUAGES) else "",
            joined_from=data.get("joined_from"),
            joined_to=data.get("joined_to"),
            unseen_days=SEEN.get(data.get("seen") or "", 0),
            without_email=data.get("email") == "none",
            sort=read["sort"] or "name",
            page=read["page"],
        )

    def columns(self) -> list[str]:
        """Return the columns asked for, in their order; the usual ones when none are."""
        wanted = self.data.getlist("col") if hasattr(self.data, "getlist") else []
        return [name for name in COLUMNS if name in wanted] or list(USUAL_COLUMNS)


def _team_field(**options: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("Team"),
        coerce=UUID,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": _("There is no such team.")},
        **options,
    )


def _team_choices(teams: Sequence[DepartmentInfo]) -> list[tuple[str, Any]]:
    return [("", _("No team")), *((str(info.id), info.path) for info in teams)]


class RolesField(forms.TypedMultipleChoiceField):
    """Roles beyond a learner's."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=_("Roles"),
            coerce=Role,
            required=False,
            choices=[(role.value, ROLE_HINTS[role]) for role in _GRANTABLE],
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Everybody learns. Tick what they do besides."),
            **options,
        )


class PersonForm(forms.Form):
    """All an admin may change about a person."""

    name = forms.CharField(
        label=_("Name"), max_length=150, error_messages={"required": _("Enter a name.")}
    )
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("Without one they cannot sign in.")
    )
    job_title = forms.CharField(label=_("Job title"), max_length=120, required=False)
    employee_id = forms.CharField(label=_("Employee ID"), max_length=40, required=False)
    department_id = _team_field()
    native_name = forms.CharField(
        label=_("Name in own script"),
        max_length=150,
        required=False,
        help_text=_("Stands on certificates beside the name."),
    )
    native_language = forms.ChoiceField(
        label=_("Language of that name"),
        choices=[("", _("Choose the language")), *NameLanguage.choices],
        required=False,
    )
    roles = RolesField()

    def __init__(
        self,
        *args: Any,
        teams: Sequence[DepartmentInfo],
        may_grant: bool = True,
        may_move: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department_id"].choices = _team_choices(teams)  # type: ignore[attr-defined]
        if not may_grant:
            del self.fields["roles"]
        if not may_move:
            del self.fields["department_id"]

    def clean(self) -> dict[str, Any]:
        """Ask for the language of a name that needs one, as it picks the font."""
        data = super().clean() or self.cleaned_data
        if data.get("native_name") and not data.get("native_language"):
            self.add_error("native_language", _("Choose the language of the name."))
        return data


class InviteForm(forms.Form):
    """One person to invite by e-mail."""

    email = forms.EmailField(
        label=_("E-mail"),
        error_messages={
            "required": _("Enter an e-mail address."),
            "invalid": _("This is not an e-mail address."),
        },
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=150,
        required=False,
        help_text=_("They may correct it when they join."),
    )
    department_id = _team_field()
    language = forms.ChoiceField(
        label=_("Language of the invitation"),
        required=False,
        choices=[("", _("The company's")), *settings.LANGUAGES],
    )
    roles = RolesField()

    def __init__(
        self,
        *args: Any,
        teams: Sequence[DepartmentInfo],
        may_grant: bool = True,
        anywhere: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["department_id"]
        field.choices = _team_choices(teams)  # type: ignore[attr-defined]
        if not anywhere:
            # Whoever invites for some teams only has to choose one of them.
            field.required = True
            field.choices = _team_choices(teams)[1:]  # type: ignore[attr-defined]
        if not may_grant:
            del self.fields["roles"]


class BulkForm(forms.Form):
    """The ticked people or all that match, what to do with them, and where to go when it is moving."""

    selected = IdsField(required=False)
    all = forms.BooleanField(required=False)
    query = forms.CharField(required=False, max_length=2000)
    do = forms.ChoiceField(
        choices=[(name, name) for name in ("deactivate", "reactivate", "move", "invite", "edit")]
    )
    department_id = _team_field()

    def __init__(self, *args: Any, teams: Sequence[DepartmentInfo], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department_id"].choices = _team_choices(teams)  # type: ignore[attr-defined]

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
        roles = [(role.value, role.label) for role in _GRANTABLE]
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
