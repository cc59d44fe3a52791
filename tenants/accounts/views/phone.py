"""Signing in and up by a code sent to a phone."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from tenants.accounts.enums import PhonePurpose
from tenants.accounts.forms_phone import NumberForm, PhoneCodeForm, PhoneNameForm, channels
from tenants.accounts.services.phone_sign_in import (
    Waiting,
    ask_again,
    ask_from,
    enter_by_phone,
    proved_number,
    sign_up_by_phone,
    take_code,
    waiting_code,
)
from tenants.kernel.errors import DomainError
from tenants.kernel.phones import display_number

_NEXT = "phone_next"


def safe_next(request: HttpRequest) -> str:
    """Return where to land, as far as it is a path of this host."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else ""


@transaction.non_atomic_requests
@never_cache
@require_http_methods(["GET", "POST"])
def number(request: HttpRequest) -> HttpResponse:
    """Ask for a number, and for a code to it. The answer is the same whether or not anybody has it."""
    if request.user.is_authenticated:
        return redirect("/")
    form = NumberForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and channels():
        try:
            ask_from(
                request,
                purpose=PhonePurpose.SIGN_IN,
                number=form.cleaned_data["phone"],
                channel=form.cleaned_data["channel"],
                next_url=safe_next(request),
            )
        except DomainError as error:
            form.add_error("phone", error.message)
        else:
            return redirect("accounts:phone_code")
    context = {"form": form, "works": bool(channels()), "next": safe_next(request)}
    return render(request, "account/phone.html", context, status=422 if form.errors else 200)


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponseBase:
    """Take the code."""
    waiting = waiting_code(request)
    if waiting is None or waiting.purpose == PhonePurpose.PROVE:
        return redirect("accounts:phone")
    form = PhoneCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            proved = take_code(request, typed=form.cleaned_data["code"])
            answer = enter_by_phone(request, proved=proved, next_url=waiting.next_url)
        except DomainError as error:
            form.add_error("code", error.message)
        else:
            if answer is not None:
                return answer
            request.session[_NEXT] = waiting.next_url
            return redirect("accounts:phone_name")
    return code_page(request, form, waiting)


def code_page(
    request: HttpRequest, form: PhoneCodeForm, waiting: Waiting, *, note: str = ""
) -> HttpResponse:
    """Answer with the page that asks for the six digits."""
    context = {
        "form": form,
        "waiting": waiting,
        "channels": channels(),
        "by_employee_id": waiting.purpose == PhonePurpose.EMPLOYEE,
        "proving": waiting.purpose == PhonePurpose.PROVE,
        "note": note,
    }
    status = 422 if form.errors or note else 200
    return render(request, "account/phone_code.html", context, status=status)


@transaction.non_atomic_requests
@never_cache
@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """Ask for another code to the same number, perhaps in another way."""
    wanted = request.POST.get("channel", "")
    known = [value for value, _label in channels()]
    try:
        ask_again(request, channel=wanted if wanted in known else "")
    except DomainError as error:
        waiting = waiting_code(request)
        if waiting is None:
            return redirect("accounts:phone")
        return code_page(request, PhoneCodeForm(), waiting, note=error.message)
    waiting = waiting_code(request)
    proving = waiting is not None and waiting.purpose == PhonePurpose.PROVE
    return redirect("accounts:number_code" if proving else "accounts:phone_code")


@never_cache
@require_http_methods(["GET", "POST"])
def name(request: HttpRequest) -> HttpResponseBase:
    """Ask somebody new for a name, which is all an account needs."""
    proved = proved_number(request)
    if not proved or request.user.is_authenticated:
        return redirect("accounts:phone")
    form = PhoneNameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            next_url = request.session.get(_NEXT, "")
            return sign_up_by_phone(request, name=form.cleaned_data["name"], next_url=next_url)
        except DomainError as error:
            form.add_error("name", error.message)
    context = {"form": form, "number": display_number(proved)}
    return render(request, "account/phone_name.html", context, status=422 if form.errors else 200)
