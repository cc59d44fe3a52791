"""One person: look, change, switch off and on."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from enterprise.forms.people import PersonForm
from enterprise.policies import may_manage_company
from enterprise.policies import may_manage_company as may_merge
from enterprise.selectors.custom_role import roles_held_by
from enterprise.selectors.department import department_of, visible_departments
from enterprise.selectors.leaving import responsibilities_of
from enterprise.services.leaving import deactivate_member
from enterprise.services.people import invite_known, save_person
from enterprise.views.access import POWERFUL, asks, person
from tenants.accounts.api import (
    Action,
    PersonInfo,
    PersonStatus,
    Predicate,
    Role,
    User,
    allows,
    can_deactivate_person,
    can_edit_person,
    can_grant_roles,
    can_invite_known,
    can_invite_people,
    can_move_person,
    can_see_people,
    reactivate_person,
    require_step_up,
    sees,
)
from tenants.accounts.api import person as find_person
from tenants.kernel.errors import DomainError, Missing

_can_deactivate: Predicate = allows(Action.DEACTIVATE_PEOPLE)


def _found(request: HttpRequest, person_id: UUID) -> PersonInfo:
    info = find_person(person_id)
    if info is None or not sees(person(request), Action.SEE_PEOPLE, person_id):
        raise Missing(_("There is no such person."))
    return info


@asks(can_see_people)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Show a person, and save what an admin may change."""
    info, team = _found(request, person_id), department_of(person_id)
    initial = {
        "name": info.name,
        "email": info.email,
        "job_title": info.job_title,
        "employee_id": info.employee_id,
        "native_name": info.native_name,
        "native_language": info.native_language,
        "department_id": str(team.id) if team else "",
        "roles": [role.value for role in info.granted],
    }
    actor, subject = person(request), User.objects.prefetch_related("role_grants").get(id=person_id)
    form = PersonForm(
        request.POST or None,
        initial=initial,
        teams=visible_departments(actor, Action.MOVE_PEOPLE),
        may_grant=may_manage_company(actor),
        may_move=can_move_person(actor, subject),
    )
    if request.method == "POST" and form.is_valid():
        wanted = {Role(role) for role in form.cleaned_data.get("roles", info.granted)}
        if (wanted ^ set(info.granted)) & POWERFUL:
            require_step_up(request)
        try:
            save_person(person_id=person_id, actor=person(request), **form.cleaned_data)
        except Missing:
            raise
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("enterprise:person", person_id=person_id)
    context = {
        "info": info,
        "team": team,
        "form": form,
        "is_self": info.id == actor.id,
        "held": roles_held_by(person_id) if can_grant_roles(actor) else [],
        "merged_into": find_person(info.merged_into_id) if info.merged_into_id else None,
        "may_merge": may_merge(actor) and info.merged_into_id is None,
        "may_edit": can_edit_person(actor, subject),
        "may_deactivate": can_deactivate_person(actor, subject),
        "may_see_progress": sees(actor, Action.SEE_PROGRESS, person_id),
        "may_invite": info.status == PersonStatus.INVITED
        and bool(info.email)
        and can_invite_known(actor, subject),
    }
    return render(
        request, "enterprise/people/person.html", context, status=422 if form.errors else 200
    )


@asks(_can_deactivate)
@require_POST
def deactivate(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Switch a person off, with an undo; who is responsible for something hands it over first."""
    info = _found(request, person_id)
    if info.is_active and responsibilities_of(person_id):
        return redirect("enterprise:person_leave", person_id=person_id)
    try:
        deactivate_member(person_id=person_id, actor=person(request))
    except Missing:
        raise
    except DomainError as error:
        messages.error(request, error.message)
    else:
        undo = reverse("enterprise:person_reactivate", args=[person_id])
        messages.success(
            request,
            _("%(name)s is deactivated and signed out everywhere.")
            % {"name": _found(request, person_id).display_name},
            extra_tags=f"undo:{undo}",
        )
    return redirect("enterprise:person", person_id=person_id)


@asks(_can_deactivate)
@require_POST
def reactivate(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Switch a person on again."""
    try:
        reactivate_person(person_id=person_id, actor=person(request))
    except Missing:
        raise
    except DomainError as error:
        messages.error(request, error.message)
    else:
        name = _found(request, person_id).display_name
        messages.success(request, _("%(name)s is active again.") % {"name": name})
    return redirect("enterprise:person", person_id=person_id)


@asks(can_invite_people)
@require_POST
def invite(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Send an invitation to somebody an import made."""
    try:
        sent = invite_known(person_id=person_id, actor=person(request))
    except Missing:
        raise
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Invitation sent to %(email)s.") % {"email": sent.email})
    return redirect("enterprise:person", person_id=person_id)
