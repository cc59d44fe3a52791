"""A change of many people: say it, see what it would do, carry it out, take it back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from enterprise.forms.people_change import ChangeForm
from enterprise.models import ChangeState
from enterprise.selectors.department import visible_departments
from enterprise.selectors.people_change import ChangeInfo, change_info, preview
from enterprise.services.people_change import say_change, start_change, undo_change
from enterprise.views.access import asks, person
from tenants.accounts.api import Action, can_see_people
from tenants.kernel.errors import DomainError, Missing


def _found(request: HttpRequest, change_id: UUID) -> ChangeInfo:
    info = change_info(change_id, actor=person(request))
    if info is None:
        raise Missing(_("There is no such change."))
    return info


@asks(can_see_people)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, change_id: UUID) -> HttpResponse:
    """Show a change as far as it is; a draft is said here."""
    info = _found(request, change_id)
    if info.state != ChangeState.DRAFT:
        running = info.state == ChangeState.RUNNING
        if request.htmx and running:  # type: ignore[attr-defined]
            return render(request, "enterprise/people/_change_running.html", {"info": info})
        return render(request, "enterprise/people/change.html", {"info": info, "running": running})
    teams = visible_departments(person(request), Action.MOVE_PEOPLE)
    posted = request.POST if request.method == "POST" else None
    form = ChangeForm(posted, initial=_initial(info), teams=teams)
    if request.method == "POST" and form.is_valid():
        try:
            say_change(change_id=change_id, wanted=form.wanted(), actor=person(request))
        except Missing:
            raise
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            return redirect("enterprise:people_change", change_id=change_id)
    context = {
        "info": info,
        "form": form,
        "preview": preview(change_id, actor=person(request)),
    }
    return render(
        request, "enterprise/people/change.html", context, status=422 if form.errors else 200
    )


def _initial(info: ChangeInfo) -> dict[str, object]:
    initial = dict(info.wanted)
    if "active" in initial:
        initial["active"] = "on" if initial["active"] else "off"
    if initial.get("language") == "":
        initial["language"] = "company"
    return initial


@asks(can_see_people)
@require_POST
def apply(request: HttpRequest, change_id: UUID) -> HttpResponse:
    """Carry a change out."""
    _found(request, change_id)
    try:
        start_change(change_id=change_id, actor=person(request))
    except Missing:
        raise
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("enterprise:people_change", change_id=change_id)


@asks(can_see_people)
@require_POST
def undo(request: HttpRequest, change_id: UUID) -> HttpResponse:
    """Take a change back."""
    info = _found(request, change_id)
    try:
        count = undo_change(change_id=change_id, actor=person(request))
    except Missing:
        raise
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(
            request,
            ngettext("%(n)d person is as before.", "%(n)d people are as before.", count)
            % {"n": count},
        )
    return redirect(info.back or reverse("enterprise:people"))
