"""Signing in by employee ID, PINs, and what a shared device needs."""

from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from tenants.accounts.enums import PhonePurpose, SignInMethod
from tenants.accounts.forms_phone import EmployeeForm, PinForm, channels
from tenants.accounts.models import User
from tenants.accounts.services.employee_sign_in import prove_employee
from tenants.accounts.services.phone_sign_in import ask_from
from tenants.accounts.services.pin import has_pin, remove_pin, set_pin
from tenants.accounts.services.sign_in import begin_sign_in
from tenants.accounts.step_up import step_up_required
from tenants.accounts.views.phone import safe_next
from tenants.kernel.errors import DomainError
from tenants.schemas import current_tenant


def _company_only() -> None:
    if current_tenant().is_public:
        raise Http404


@never_cache
@sensitive_post_parameters("secret")
@require_http_methods(["GET", "POST"])
def employee(request: HttpRequest) -> HttpResponseBase:
    """Take employee ID and code; the other button asks for a text instead."""
    if current_tenant().is_public:
        return redirect("account_login")  # there are no employees
    if request.user.is_authenticated:
        return redirect("/")
    device = request.shared_device  # type: ignore[attr-defined]
    form = EmployeeForm(request.POST or None, shared_device=device is not None)
    if request.method == "POST" and form.is_valid():
        try:
            return _enter(request, form)
        except DomainError as error:
            form.add_error(None, error.message)
    context = {
        "form": form,
        "device": device,
        "works": bool(channels()),
        "ended": "ended" in request.GET and request.method == "GET",
        "next": safe_next(request),
    }
    return render(request, "account/employee.html", context, status=422 if form.errors else 200)


def _enter(request: HttpRequest, form: EmployeeForm) -> HttpResponseBase:
    user, method = prove_employee(
        request,
        employee_id=form.cleaned_data["employee_id"],
        secret=form.cleaned_data["secret"],
        device=request.shared_device,  # type: ignore[attr-defined]
    )
    next_url = safe_next(request)
    if method == SignInMethod.DESK and not next_url and not has_pin(user=user):
        next_url = f"{reverse('accounts:pin')}?first=1"
    return begin_sign_in(request=request, user=user, method=method, redirect_url=next_url)


@transaction.non_atomic_requests
@never_cache
@require_POST
def text(request: HttpRequest) -> HttpResponse:
    """Ask for a code to the phone of whoever has this employee ID; the answer is the same for nobody's."""
    _company_only()
    if request.user.is_authenticated:
        return redirect("/")
    device = request.shared_device  # type: ignore[attr-defined]
    form = EmployeeForm(request.POST, shared_device=device is not None, by_text=True)
    if form.is_valid() and channels():
        try:
            ask_from(
                request,
                purpose=PhonePurpose.EMPLOYEE,
                employee_id=form.cleaned_data["employee_id"].strip(),
                channel=channels()[0][0],
                next_url=safe_next(request),
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            return redirect("accounts:phone_code")
    context = {
        "form": form,
        "device": device,
        "works": bool(channels()),
        "next": safe_next(request),
    }
    return render(request, "account/employee.html", context, status=422)


@step_up_required
@never_cache
@sensitive_post_parameters("pin", "again")
@require_http_methods(["GET", "POST"])
def pin(request: HttpRequest) -> HttpResponse:
    """Choose a PIN for shared devices, or another one."""
    if current_tenant().is_public:
        return redirect("accounts:profile")
    user = request.user
    assert isinstance(user, User)
    form = PinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            set_pin(user=user, pin=form.cleaned_data["pin"])
        except DomainError as error:
            form.add_error(error.field or None, error.message)
        else:
            messages.success(request, _("Your PIN works on the shared devices of your company."))
            return redirect("/")
    context = {
        "form": form,
        "has_pin": has_pin(user=user),
        "is_first": "first" in request.GET,
        "has_password": user.has_usable_password(),
    }
    return render(request, "account/pin.html", context, status=422 if form.errors else 200)


@step_up_required
@require_POST
def pin_remove(request: HttpRequest) -> HttpResponse:
    """Take one's own PIN away."""
    _company_only()
    assert isinstance(request.user, User)
    if remove_pin(user=request.user):
        messages.success(request, _("Your PIN is removed."))
    return redirect("accounts:profile")


@never_cache
@require_POST
def still_here(request: HttpRequest) -> HttpResponseBase:
    """Answer how long the session on a shared device goes on; being asked counts as doing something."""
    left = request.shared_left  # type: ignore[attr-defined]
    if "application/json" not in request.headers.get("accept", ""):
        return redirect(safe_next(request) or "/")
    if left is None:
        return JsonResponse({"left": 0}, status=410)
    return JsonResponse({"left": left.seconds})


@never_cache
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Sign out on a shared device, without a question."""
    logout(request)
    response = redirect("accounts:employee" if not current_tenant().is_public else "/")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
