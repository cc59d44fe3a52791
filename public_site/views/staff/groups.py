"""Groups of companies under one contract, kept by our staff."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from public_site.forms.staff_companies import GroupForm, JoinForm
from public_site.views.access import person
from public_site.views.staff.companies import for_keepers
from tenants import api as tenants
from tenants.kernel.errors import DomainError


@for_keepers
@require_http_methods(["GET", "HEAD", "POST"])
def groups(request: HttpRequest) -> HttpResponse:
    """Show every group, and make a new one."""
    form = GroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            group_id = tenants.create_group(**form.cleaned_data, actor=person(request))
        except DomainError as error:
            form.add_refusal(error)
        else:
            return redirect("public_site:staff_group", group_id=group_id)
    context = {"groups": tenants.groups(), "form": form}
    return render(
        request, "public_site/staff/groups.html", context, status=422 if form.is_bound else 200
    )


@for_keepers
@require_http_methods(["GET", "HEAD", "POST"])
def group(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Show one group with its companies, and change its name."""
    found = _found(group_id)
    form = GroupForm(request.POST or None, initial={"name": found.name, "contract": found.contract})
    if request.method == "POST" and form.is_valid():
        try:
            tenants.change_group(group_id=group_id, **form.cleaned_data, actor=person(request))
        except DomainError as error:
            form.add_refusal(error)
        else:
            messages.success(request, _("Saved."))
            return redirect("public_site:staff_group", group_id=group_id)
    return _page(request, found, form, JoinForm(), 422 if form.is_bound else 200)


@for_keepers
@require_POST
def join(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Put a company under the contract."""
    found, form = _found(group_id), JoinForm(request.POST)
    if form.is_valid():
        try:
            tenants.put_into_group(group_id=group_id, **form.cleaned_data, actor=person(request))
        except DomainError as error:
            form.add_refusal(error)
        else:
            return redirect("public_site:staff_group", group_id=group_id)
    details = GroupForm(initial={"name": found.name, "contract": found.contract})
    return _page(request, found, details, form, 422)


@for_keepers
@require_POST
def leave(request: HttpRequest, group_id: UUID, company_id: UUID) -> HttpResponse:
    """Take a company out; putting it back is one line above."""
    tenants.take_out_of_group(company_id=company_id, group_id=group_id, actor=person(request))
    messages.success(request, _("It is out of the group."))
    return redirect("public_site:staff_group", group_id=group_id)


def _found(group_id: UUID) -> tenants.GroupInfo:
    found = tenants.group(group_id)
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest,
    found: tenants.GroupInfo,
    form: GroupForm,
    join_form: JoinForm,
    status: int,
) -> HttpResponse:
    context = {"group": found, "form": form, "join_form": join_form}
    return render(request, "public_site/staff/group.html", context, status=status)
