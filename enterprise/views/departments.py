"""Teams: list, create, rename, managers, people, archive and back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enterprise.forms.department import DepartmentForm, ManagersForm, NameForm, PlaceForm
from enterprise.policies import (
    can_assign_courses,
    can_manage_teams,
    can_name_managers,
    sees_everybody,
)
from enterprise.selectors.department import (
    archived_departments,
    department_rows,
    departments,
    manager_names,
    members_of,
)
from enterprise.services.department import (
    archive_department,
    create_department,
    rename_department,
    restore_department,
    set_managers,
)
from enterprise.services.placement import place_person
from enterprise.views.access import asks, person
from tenants.accounts.api import (
    Action,
    PeopleFilter,
    PersonStatus,
    Role,
    people,
    people_by_email,
    people_by_id,
)
from tenants.kernel.errors import DomainError, Missing

# As many people are offered as managers; beyond that the manager's role narrows the list first.
_MOST_OFFERED = 300


@asks(can_manage_teams)
@require_safe
def teams(request: HttpRequest) -> HttpResponse:
    """Show the list of teams, with those put away beneath it."""
    return _list(request, DepartmentForm(teams=departments()))


def _list(request: HttpRequest, form: DepartmentForm) -> HttpResponse:
    context = {"rows": department_rows(), "archived": archived_departments(), "form": form}
    return render(request, "enterprise/teams.html", context, status=422 if form.errors else 200)


@asks(can_manage_teams)
@require_POST
def create(request: HttpRequest) -> HttpResponse:
    """Make a team; on bad input the list again, with the form as it was filled in."""
    form = DepartmentForm(request.POST, teams=departments())
    if form.is_valid():
        try:
            row = create_department(
                name=form.cleaned_data["name"],
                parent_id=form.cleaned_data["parent"],
                actor=person(request),
            )
        except DomainError as error:
            form.add_error(error.field or None, error.message)
        else:
            messages.success(request, _("%(name)s is ready. Who manages it?") % {"name": row.name})
            return redirect("enterprise:team_edit", department_id=row.id)
    return _list(request, form)


@asks(can_manage_teams)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, department_id: UUID) -> HttpResponse:
    """Show one team; the three forms on the page say by `form` which of them was sent."""
    info = next((one for one in departments() if one.id == department_id), None)
    if info is None:
        raise Missing(_("There is no such team."))
    managers = [one.id for one in manager_names(department_id)]
    member_ids = members_of(department_id)
    sent = request.POST.get("form", "") if request.method == "POST" else ""
    forms = {
        "name": NameForm(request.POST if sent == "name" else None, initial={"name": info.name}),
        "managers": ManagersForm(
            request.POST if sent == "managers" else None,
            initial={"managers": [str(one) for one in managers]},
            people=_offered(managers, member_ids),
        ),
        "place": PlaceForm(request.POST if sent == "place" else None),
    }
    form = forms.get(sent)
    if form is not None and form.is_valid():
        try:
            told = _apply(request, sent, department_id, form.cleaned_data)
        except DomainError as error:
            field = error.field if error.field in form.fields else None
            form.add_error(field, error.message)
        else:
            messages.success(request, told)
            return redirect("enterprise:team_edit", department_id=department_id)
    members = sorted(
        (one for one in people_by_id(member_ids).values() if one.is_active),
        key=lambda one: one.display_name,
    )
    context = {
        "info": info,
        "members": members,
        "may_name_managers": can_name_managers(person(request)),
        "may_move": sees_everybody(person(request), Action.MOVE_PEOPLE),
        "may_assign": can_assign_courses(person(request)),
        **{f"{name}_form": one for name, one in forms.items()},
    }
    bad = any(one.errors for one in forms.values())
    return render(request, "enterprise/team_edit.html", context, status=422 if bad else 200)


def _offered(managers: list[UUID], members: list[UUID]) -> list[Any]:
    """Return who may be named a manager: those who are, the team's people, other managers, then the rest.

    Capped: in a company of thousands the first by name are not the ones looked for.
    """
    found = people_by_id(managers)
    for wanted in (
        PeopleFilter(status=PersonStatus.ACTIVE, among=members),
        PeopleFilter(status=PersonStatus.ACTIVE, role=Role.MANAGER),
        PeopleFilter(status=PersonStatus.ACTIVE),
    ):
        if len(found) < _MOST_OFFERED:
            found |= {one.id: one for one in people(wanted, limit=_MOST_OFFERED - len(found))}
    return list(found.values())


def _apply(request: HttpRequest, sent: str, department_id: UUID, data: dict[str, Any]) -> str:
    actor = person(request)
    if sent == "name":
        rename_department(department_id=department_id, name=data["name"], actor=actor)
        return _("The new name is saved.")
    if sent == "managers":
        set_managers(department_id=department_id, person_ids=data["managers"], actor=actor)
        return _("The managers are saved.")
    found = people_by_email([data["email"]]).get(data["email"].lower())
    if found is None:
        raise Missing(
            _("Nobody here has this address. Invite them first, with this team chosen."),
            field="email",
        )
    place_person(user_id=found.id, department_id=department_id, actor=actor)
    return _("%(name)s is in this team now.") % {"name": found.display_name}


@asks(can_manage_teams)
@require_POST
def remove(request: HttpRequest, department_id: UUID, person_id: UUID) -> HttpResponse:
    """Take a person out of a team; they keep their account and what they learned."""
    if person_id not in members_of(department_id):
        raise Missing(_("There is no such person in this team."))
    place_person(user_id=person_id, department_id=None, actor=person(request))
    undo = reverse("enterprise:team_place", args=[department_id, person_id])
    messages.success(request, _("Taken out of the team."), extra_tags=f"undo:{undo}")
    return redirect("enterprise:team_edit", department_id=department_id)


@asks(can_manage_teams)
@require_POST
def place(request: HttpRequest, department_id: UUID, person_id: UUID) -> HttpResponse:
    """Put a person into a team."""
    place_person(user_id=person_id, department_id=department_id, actor=person(request))
    messages.success(request, _("Back in the team."))
    return redirect("enterprise:team_edit", department_id=department_id)


@asks(can_manage_teams)
@require_POST
def archive(request: HttpRequest, department_id: UUID) -> HttpResponse:
    """Put an empty team away, with an undo."""
    try:
        row = archive_department(department_id=department_id, actor=person(request))
    except Missing:
        raise
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("enterprise:team_edit", department_id=department_id)
    undo = reverse("enterprise:team_restore", args=[department_id])
    messages.success(
        request, _("%(name)s is archived.") % {"name": row.name}, extra_tags=f"undo:{undo}"
    )
    return redirect("enterprise:teams")


@asks(can_manage_teams)
@require_POST
def restore(request: HttpRequest, department_id: UUID) -> HttpResponse:
    """Bring an archived team back."""
    row = restore_department(department_id=department_id, actor=person(request))
    messages.success(request, _("%(name)s is back.") % {"name": row.name})
    return redirect("enterprise:teams")
