"""Somebody leaves: who takes over, and then their account is switched off."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from enterprise.forms.people_change import LeaveForm
from enterprise.selectors.leaving import Responsibilities, heirs_for, responsibilities_of
from enterprise.services.leaving import leave_company
from enterprise.views.access import asks, person
from tenants.accounts.api import Action, PersonInfo, Predicate, Role, allows, sees
from tenants.accounts.api import person as find_person
from tenants.kernel.errors import DomainError, Missing

_can_deactivate: Predicate = allows(Action.DEACTIVATE_PEOPLE)


@asks(_can_deactivate)
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Ask who takes over a leaver's teams and courses, and switch them off."""
    info = find_person(person_id)
    if info is None or not sees(person(request), Action.DEACTIVATE_PEOPLE, person_id):
        raise Missing(_("There is no such person."))
    duties = responsibilities_of(person_id)
    form = _form(request, info, duties)
    if request.method == "POST" and form.is_valid():
        try:
            leave_company(
                person_id=person_id,
                teams_to=form.cleaned_data.get("teams_to"),
                courses_to=form.cleaned_data.get("courses_to"),
                actor=person(request),
            )
        except Missing:
            raise
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(
                request,
                _("%(name)s is deactivated and signed out everywhere.")
                % {"name": info.display_name},
            )
            return redirect("enterprise:person", person_id=person_id)
    context = {"info": info, "duties": duties, "form": form}
    return render(
        request, "enterprise/people/leave.html", context, status=422 if form.errors else 200
    )


def _form(request: HttpRequest, info: PersonInfo, duties: Responsibilities) -> LeaveForm:
    return LeaveForm(
        request.POST if request.method == "POST" else None,
        team_heirs=heirs_for(Role.MANAGER, besides=info.id) if duties.teams else (),
        course_heirs=heirs_for(Role.AUTHOR, besides=info.id) if duties.courses else (),
    )
