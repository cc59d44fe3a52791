"""What an admin fills in about people."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from enterprise.forms.listing import ListForm
from enterprise.selectors.department import DepartmentInfo
from enterprise.selectors.people import NEVER, NO_TEAM, ListFilter
from tenants.accounts.api import COMPANY_ROLES, NameLanguage, PersonStatus, Role

GRANTABLE = [role for role in COMPANY_ROLES if role != Role.LEARNER]
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
    "phone": _("Phone"),
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


def team_field(**options: Any) -> forms.TypedChoiceField:
    """Return a choice of one team, or none."""
    return forms.TypedChoiceField(
        label=_("Team"),
        coerce=UUID,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": _("There is no such team.")},
        **options,
    )


def team_choices(teams: Sequence[DepartmentInfo]) -> list[tuple[str, Any]]:
    """Return teams as a form offers them, with their paths."""
    return [("", _("No team")), *((str(info.id), info.path) for info in teams)]


class RolesField(forms.TypedMultipleChoiceField):
    """Roles beyond a learner's."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=_("Roles"),
            coerce=Role,
            required=False,
            choices=[(role.value, ROLE_HINTS[role]) for role in GRANTABLE],
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
    department_id = team_field()
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
        self.fields["department_id"].choices = team_choices(teams)  # type: ignore[attr-defined]
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
    department_id = team_field()
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
        field.choices = team_choices(teams)  # type: ignore[attr-defined]
        if not anywhere:
            # Whoever invites for some teams only has to choose one of them.
            field.required = True
            field.choices = team_choices(teams)[1:]  # type: ignore[attr-defined]
        if not may_grant:
            del self.fields["roles"]
