"""What a manager does from the team page: remind people, move dates, take a reminder back."""

from collections.abc import Collection
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from enterprise.forms.team import DueForm, NudgeForm
from enterprise.policies import can_move_due_dates, can_nudge
from enterprise.selectors.department import visible_departments
from enterprise.selectors.team import people_in
from enterprise.services.extension import move_due_dates
from enterprise.services.nudge import NudgeResult, nudge_people, undo_nudge
from enterprise.views.access import asks, for_managers, person
from tenants.accounts.api import Action, require
from tenants.kernel.errors import DomainError, Missing


def _back(request: HttpRequest) -> HttpResponse:
    """Return to the page the form stood on, filters and all."""
    where = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(where, allowed_hosts=None) or not where.startswith("/"):
        where = reverse("enterprise:team")
    return redirect(where)


def _require_mine(request: HttpRequest, action: Action, person_ids: Collection[UUID]) -> None:
    """Ask whether everybody named is in a department the manager sees.

    Raises:
        Missing: when one is not; nothing is done for the others either.
    """
    seen = [info.id for info in visible_departments(person(request), action)]
    if people_in(seen, among=person_ids) != set(person_ids):
        raise Missing(_("There is no such person in your teams."))


def _first_error(form: NudgeForm | DueForm) -> str:
    return next(str(message) for errors in form.errors.values() for message in errors)


@for_managers
@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """Do what the bulk bar's button says with the ticked people."""
    return move_due(request) if request.POST.get("do") == "due" else nudge(request)


def nudge(request: HttpRequest) -> HttpResponse:
    """Remind one or more people by mail."""
    require(person(request), can_nudge)
    form = NudgeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _first_error(form))
        return _back(request)
    ids = form.cleaned_data["selected"]
    _require_mine(request, Action.NUDGE, ids)
    result = nudge_people(learner_ids=ids, actor=person(request))
    if result.nudge_ids:
        undo = reverse("enterprise:nudge_undo", args=[result.nudge_ids[0]])
        messages.success(request, _told(result), extra_tags=f"undo:{undo}")
    else:
        messages.warning(request, _told(result))
    return _back(request)


def _told(result: NudgeResult) -> str:
    sentences = []
    made = len(result.nudge_ids)
    if made:
        sentences.append(
            ngettext("%(n)d person nudged.", "%(n)d people nudged.", made) % {"n": made}
        )
    if result.recently:
        sentences.append(
            ngettext(
                "%(n)d was nudged in the last 24 hours and is left in peace.",
                "%(n)d were nudged in the last 24 hours and are left in peace.",
                result.recently,
            )
            % {"n": result.recently}
        )
    if result.nothing_open:
        sentences.append(
            ngettext(
                "%(n)d has nothing left to finish.",
                "%(n)d have nothing left to finish.",
                result.nothing_open,
            )
            % {"n": result.nothing_open}
        )
    return " ".join(sentences)


def move_due(request: HttpRequest) -> HttpResponse:
    """Move the due date of one or more people."""
    require(person(request), can_move_due_dates)
    form = DueForm(request.POST)
    if not form.is_valid():
        messages.error(request, _first_error(form))
        return _back(request)
    ids = form.cleaned_data["selected"]
    _require_mine(request, Action.MOVE_DUE_DATES, ids)
    try:
        moved = move_due_dates(
            learner_ids=ids,
            due_on=form.cleaned_data["due_on"],
            course_id=form.cleaned_data["course"],
            actor=person(request),
        )
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(
            request,
            ngettext("Due date moved for %(n)d person.", "Due date moved for %(n)d people.", moved)
            % {"n": moved},
        )
    return _back(request)


@asks(can_nudge)
@require_POST
def undo(request: HttpRequest, nudge_id: UUID) -> HttpResponse:
    """Take back a nudge that is not sent; with its batch unless the row's own button was used."""
    try:
        undo_nudge(
            nudge_id=nudge_id,
            actor=person(request),
            with_its_batch=request.POST.get("only") != "1",
        )
    except Missing:
        raise
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Nudge taken back. No mail was sent."))
    return _back(request)
