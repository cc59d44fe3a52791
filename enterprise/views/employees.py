"""People without e-mail: add one, give out codes, set numbers."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from enterprise.forms.employee import CodeForm, CodesForm, EmployeeForm, PhoneForm
from enterprise.policies import sees_everybody
from enterprise.selectors.department import visible_departments
from enterprise.selectors.employee import people_for_codes
from enterprise.services.employee import add_employee, sheet_header, sheet_lines, sheet_pdf
from enterprise.views.access import asks, person
from tenants.accounts.api import (
    Action,
    IssuedCode,
    PersonInfo,
    allows,
    can_invite_people,
    desk_code_of,
    issue_codes,
    people_with_code,
    person_has_pin,
    phone_of,
    revoke_code,
    sees,
    set_number,
)
from tenants.accounts.api import person as find_person
from tenants.kernel.errors import DomainError, Missing
from tenants.kernel.exports import CSV_TYPE, csv_rows
from tenants.kernel.names import link
from tenants.kernel.texts import texts_work

_MOST_SHOWN = 200
_can_edit_people = allows(Action.EDIT_PEOPLE)


def _found(request: HttpRequest, person_id: UUID) -> PersonInfo:
    info = find_person(person_id)
    if info is None or not sees(person(request), Action.EDIT_PEOPLE, person_id):
        raise Missing(_("There is no such person."))
    return info


@asks(can_invite_people)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add somebody without an e-mail address."""
    actor = person(request)
    form = EmployeeForm(
        request.POST or None,
        teams=visible_departments(actor, Action.INVITE_PEOPLE),
        anywhere=sees_everybody(actor, Action.INVITE_PEOPLE),
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        department = data.pop("department_id")
        try:
            person_id = add_employee(
                department_id=UUID(department) if department else None, actor=actor, **data
            )
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(
                request, _("%(name)s is added. Now give them a code.") % {"name": data["name"]}
            )
            return redirect("enterprise:person_sign_in", person_id=person_id)
    return render(
        request,
        "enterprise/people/employee.html",
        {"form": form},
        status=422 if form.errors else 200,
    )


@asks(_can_edit_people)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Show how a person signs in without e-mail; save their number."""
    info = _found(request, person_id)
    phone = phone_of(person_id)
    form = PhoneForm(request.POST or None, initial={"phone": phone.shown if phone else ""})
    if request.method == "POST" and form.is_valid():
        try:
            set_number(
                person_id=person_id, number=form.cleaned_data["phone"], actor=person(request)
            )
        except Missing:
            raise
        except DomainError as error:
            form.add_error("phone", error.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("enterprise:person_sign_in", person_id=person_id)
    return _sign_in_page(request, info, form)


def _sign_in_page(
    request: HttpRequest,
    info: PersonInfo,
    form: PhoneForm | None = None,
    *,
    issued: IssuedCode | None = None,
    refused: str = "",
) -> HttpResponse:
    phone = phone_of(info.id)
    form = form or PhoneForm(initial={"phone": phone.shown if phone else ""})
    context = {
        "info": info,
        "phone": phone,
        "form": form,
        "code_form": CodeForm(),
        "code": desk_code_of(info.id),
        "has_pin": person_has_pin(info.id),
        "issued": issued,
        "refused": refused,
        "texts_work": texts_work(),
        "address": link(reverse("accounts:employee")),
    }
    return render(
        request,
        "enterprise/people/sign_in.html",
        context,
        status=422 if form.errors or refused else 200,
    )


@asks(_can_edit_people)
@never_cache
@require_POST
def issue(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Make a code for one person, and show it this once."""
    info = _found(request, person_id)
    form = CodeForm(request.POST)
    days = form.cleaned_data["days"] if form.is_valid() else 7
    issued, refused = issue_codes(person_ids=[person_id], days=days, actor=person(request))
    return _sign_in_page(
        request,
        info,
        issued=issued[0] if issued else None,
        refused=refused[0] if refused else "",
    )


@asks(_can_edit_people)
@require_POST
def revoke(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Make a person's code void."""
    _found(request, person_id)
    try:
        done = revoke_code(person_id=person_id, actor=person(request))
    except Missing:
        raise
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(
            request, _("The code is void.") if done else _("There was no code to take back.")
        )
    return redirect("enterprise:person_sign_in", person_id=person_id)


@asks(_can_edit_people)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def codes(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Choose people, and make a sheet of new codes: on the page, as PDF or as CSV, once."""
    form = CodesForm(request.POST or None)
    if request.method == "POST":
        if form.is_valid() and form.cleaned_data["selected"]:
            return _sheet(request, form)
        messages.error(request, _("Choose at least one person."))
    return _choose(request, form)


def _choose(request: HttpRequest, form: CodesForm) -> HttpResponse:
    found = people_for_codes(
        actor=person(request),
        search=request.GET.get("q", "")[:100],
        with_email=request.GET.get("email") == "any",
        most=_MOST_SHOWN,
    )
    context = {
        "form": form if form.is_bound else CodesForm(),
        "people": found,
        "with_code": people_with_code([info.id for info in found]),
        "asked": request.GET,
        "is_cut": len(found) == _MOST_SHOWN,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "enterprise/people/codes.html", context, status=status)


def _sheet(request: HttpRequest, form: CodesForm) -> HttpResponse | StreamingHttpResponse:
    actor = person(request)
    ids = [one for one in form.cleaned_data["selected"] if sees(actor, Action.EDIT_PEOPLE, one)]
    try:
        issued, refused = issue_codes(person_ids=ids, days=form.cleaned_data["days"], actor=actor)
    except DomainError as error:
        messages.error(request, error.message)
        return _choose(request, form)
    wanted = form.cleaned_data["form"] or "page"
    if issued and wanted == "pdf":
        content = sheet_pdf(issued, address=link(reverse("accounts:employee")))
        return _file(content, "application/pdf", "codes.pdf")
    if issued and wanted == "csv":
        content = b"".join(csv_rows(sheet_header(), sheet_lines(issued)))
        return _file(content, CSV_TYPE, "codes.csv")
    context = {
        "issued": issued,
        "refused": refused,
        "address": link(reverse("accounts:employee")),
    }
    return render(request, "enterprise/people/codes_sheet.html", context)


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=kind, headers=headers)
