"""Roles: the list, one to make or change, who holds it, giving and taking back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enterprise.forms.role import GrantForm, RoleForm
from enterprise.policies import can_open_roles, sees_everybody
from enterprise.selectors.custom_role import (
    built_in_roles,
    describe_role,
    grouped,
    holders,
    own_role,
    own_roles,
)
from enterprise.selectors.department import visible_departments
from enterprise.services.custom_role import (
    archive_role,
    change_role,
    create_role,
    grant_role,
    restore_role,
    revoke_role,
)
from enterprise.views.access import asks, person
from tenants.accounts.api import (
    BY_TEAM,
    CATALOGUE,
    Action,
    CustomRole,
    can_define_roles,
    can_grant_roles,
    people_by_email,
    people_by_employee_id,
    powers_of,
)
from tenants.kernel.errors import DomainError, Missing


@asks(can_open_roles)
@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """Show the built-in roles and the company's own."""
    context = {
        "built_in": built_in_roles(),
        "own": own_roles(),
        "archived": own_roles(archived=True),
        "may_define": can_define_roles(person(request)),
    }
    return render(request, "enterprise/roles/list.html", context)


def _role_form(request: HttpRequest, role: CustomRole | None, *, sent: bool) -> RoleForm:
    """Return the form with what may be handed on: the delegable actions the actor has everywhere."""
    mine = powers_of(person(request)).everywhere | (role.acts if role else frozenset())
    offered = grouped(act for act in CATALOGUE.values() if act.delegable and act.action in mine)
    initial = {"name": role.name, "about": role.about, "actions": sorted(role.acts)} if role else {}
    return RoleForm(request.POST if sent else None, groups=offered, initial=initial)


@asks(can_define_roles)
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Make a role."""
    form = _role_form(request, None, sent=request.method == "POST")
    if request.method == "POST" and form.is_valid():
        try:
            role = create_role(**form.cleaned_data, actor=person(request))
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("%(name)s is ready. Who gets it?") % {"name": role.name})
            return redirect("enterprise:role", role_id=role.id)
    context = {"form": form, "by_team": BY_TEAM}
    return render(request, "enterprise/roles/new.html", context, status=422 if form.errors else 200)


@asks(can_open_roles)
@require_http_methods(["GET", "HEAD", "POST"])
def role(request: HttpRequest, role_id: UUID) -> HttpResponse:
    """Show one role, change it, and give it to somebody; `form` says which of the two was sent."""
    row = _found(role_id)
    sent = request.POST.get("form", "") if request.method == "POST" else ""
    forms: dict[str, RoleForm | GrantForm] = {
        "role": _role_form(request, row, sent=sent == "role"),
        "grant": _grant_form(request, row, sent=sent == "grant"),
    }
    form = forms.get(sent)
    if form is not None and form.is_valid():
        try:
            told = _apply(request, sent, row, form.cleaned_data)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, told)
            return redirect("enterprise:role", role_id=role_id)
    actor = person(request)
    context = {
        "role": describe_role(row),
        "role_form": forms["role"],
        "grant_form": forms["grant"],
        "holders": holders(row, reader=actor) if can_grant_roles(actor) else [],
        "may_define": can_define_roles(actor) and row.archived_at is None,
        "may_grant": can_grant_roles(actor) and row.archived_at is None,
        "by_team": BY_TEAM,
    }
    bad = any(one.errors for one in forms.values())
    return render(request, "enterprise/roles/role.html", context, status=422 if bad else 200)


def _found(role_id: UUID) -> CustomRole:
    row = own_role(role_id)
    if row is None:
        raise Missing(_("There is no such role."))
    return row


def _grant_form(request: HttpRequest, row: CustomRole, *, sent: bool) -> GrantForm:
    actor = person(request)
    teams = visible_departments(actor, Action.GRANT_ROLES) if row.acts <= BY_TEAM else []
    anywhere = sees_everybody(actor, Action.GRANT_ROLES)
    return GrantForm(request.POST if sent else None, teams=teams, anywhere=anywhere)


def _apply(request: HttpRequest, sent: str, row: CustomRole, data: dict[str, Any]) -> str:
    actor = person(request)
    if sent == "role":
        change_role(role_id=row.id, **data, actor=actor)
        return _("Saved. It holds for everybody who has this role, from now on.")
    word = data["email"].strip()
    found = people_by_email([word]).get(word.lower()) or people_by_employee_id([word]).get(word)
    if found is None:
        raise Missing(_("Nobody here has this address or ID."), field="email")
    given = grant_role(
        role_id=row.id, person_id=found.id, department_id=data["department_id"], actor=actor
    )
    name = {"name": found.display_name}
    return (
        _("%(name)s has this role now.") % name if given else _("%(name)s had it already.") % name
    )


@asks(can_grant_roles)
@require_POST
def grant(
    request: HttpRequest, role_id: UUID, person_id: UUID, department_id: UUID | None = None
) -> HttpResponse:
    """Give a role back: the undo of taking it."""
    try:
        grant_role(
            role_id=role_id,
            person_id=person_id,
            department_id=department_id,
            actor=person(request),
        )
    except Missing:
        raise
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("They have the role again."))
    return redirect("enterprise:role", role_id=role_id)


@asks(can_grant_roles)
@require_POST
def revoke(
    request: HttpRequest, role_id: UUID, person_id: UUID, department_id: UUID | None = None
) -> HttpResponse:
    """Take a role back, with an undo."""
    try:
        revoke_role(
            role_id=role_id,
            person_id=person_id,
            department_id=department_id,
            actor=person(request),
        )
    except Missing:
        raise
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("enterprise:role", role_id=role_id)
    where = [role_id, person_id, *([department_id] if department_id else [])]
    undo = reverse(
        "enterprise:role_grant_team" if department_id else "enterprise:role_grant", args=where
    )
    messages.success(request, _("Taken back, from now on."), extra_tags=f"undo:{undo}")
    return redirect("enterprise:role", role_id=role_id)


@asks(can_define_roles)
@require_POST
def archive(request: HttpRequest, role_id: UUID) -> HttpResponse:
    """Put a role away, with an undo."""
    row = archive_role(role_id=role_id, actor=person(request))
    undo = reverse("enterprise:role_restore", args=[role_id])
    messages.success(
        request,
        _("%(name)s is archived and gives nobody anything now.") % {"name": row.name},
        extra_tags=f"undo:{undo}",
    )
    return redirect("enterprise:roles")


@asks(can_define_roles)
@require_POST
def restore(request: HttpRequest, role_id: UUID) -> HttpResponse:
    """Bring a role back."""
    try:
        row = restore_role(role_id=role_id, actor=person(request))
    except Missing:
        raise
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("%(name)s is back.") % {"name": row.name})
    return redirect("enterprise:roles")
