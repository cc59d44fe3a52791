"""Duplicates: who looks like one person, and making one account of two."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enterprise.forms.listing import ListForm
from enterprise.forms.people_change import OtherForm
from enterprise.selectors.custom_role import roles_held_by
from enterprise.selectors.department import departments_of
from enterprise.selectors.duplicates import (
    MergeField,
    likely_duplicates,
    merge_fields,
    suggestions_for,
)
from enterprise.selectors.people import ListFilter, people_page
from enterprise.services.merging import mark_distinct, merge_members
from enterprise.views.access import POWERFUL, for_admins, person
from tenants.accounts.api import PersonInfo, require_step_up
from tenants.accounts.api import person as find_person
from tenants.kernel.errors import DomainError, Missing


def _found(person_id: UUID) -> PersonInfo:
    info = find_person(person_id)
    if info is None:
        raise Missing(_("There is no such person."))
    return info


@for_admins
@require_safe
def duplicates(request: HttpRequest) -> HttpResponse:
    """Show pairs of accounts that look like one person."""
    return render(request, "enterprise/people/duplicates.html", {"pairs": likely_duplicates()})


@for_admins
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Choose the other account, choose what is kept of each, and make them one."""
    kept = _found(person_id)
    form = OtherForm(request.POST if request.method == "POST" else request.GET)
    form.is_valid()
    other_id = form.cleaned_data.get("other")
    if other_id is None:
        return _choose(request, kept)
    gone = _found(other_id)
    places = departments_of([kept.id, gone.id])
    fields = merge_fields(kept, gone, places)
    problem = ""
    if request.method == "POST":
        if (set(gone.granted) - set(kept.granted)) & POWERFUL:
            require_step_up(request)
        taken = [one.name for one in fields if request.POST.get(f"take-{one.name}") == "gone"]
        try:
            merge_members(kept_id=kept.id, gone_id=gone.id, from_gone=taken, actor=person(request))
        except Missing:
            raise
        except DomainError as error:
            problem = error.message
            fields = [_as_taken(one, taken) for one in fields]
        else:
            messages.success(
                request,
                _("Two accounts are one: %(name)s. The other one is switched off and points here.")
                % {"name": _found(kept.id).display_name},
            )
            return redirect("enterprise:person", person_id=kept.id)
    context = {
        "kept": kept,
        "gone": gone,
        "fields": fields,
        "joined": roles_held_by(gone.id, without=kept.id),
        "problem": problem,
    }
    return render(request, "enterprise/people/merge.html", context, status=422 if problem else 200)


def _as_taken(one: MergeField, taken: list[str]) -> MergeField:
    return MergeField(one.name, one.label, one.kept, one.gone, one.name in taken)


def _choose(request: HttpRequest, kept: PersonInfo) -> HttpResponse:
    search = ListForm(request.GET).read()["search"]
    if search:
        found = [row.info for row in people_page(ListFilter(search=search)).rows[:20]]
    else:
        found = suggestions_for(kept.id)
    context = {
        "kept": kept,
        "search": search,
        "found": [one for one in found if one.id != kept.id],
    }
    return render(request, "enterprise/people/merge_choose.html", context)


@for_admins
@require_POST
def distinct(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Remember that two accounts are two persons."""
    form = OtherForm(request.POST)
    form.is_valid()
    other_id = form.cleaned_data.get("other")
    one = _found(person_id)
    if other_id is None or other_id == one.id:
        messages.error(request, _("Choose two different people."))
    else:
        mark_distinct(one_id=one.id, other_id=_found(other_id).id)
        messages.success(request, _("Remembered: these are two different people."))
    return redirect("enterprise:people_duplicates")
