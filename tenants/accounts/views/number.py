"""One's own phone number: add, change, remove, and prove with it who one is."""

from allauth.account.internal.flows.reauthentication import resume_request
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tenants.accounts.enums import PhonePurpose
from tenants.accounts.forms_phone import NumberForm, PhoneCodeForm, channels
from tenants.accounts.models import User
from tenants.accounts.selectors.phone import phone_of
from tenants.accounts.services.phone import note_proved, remove_number
from tenants.accounts.services.phone_sign_in import ask_from, prove_again, take_code, waiting_code
from tenants.accounts.step_up import step_up_required
from tenants.accounts.views.phone import code_page
from tenants.kernel.errors import DomainError

_STEP_UP = "step-up"


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


@transaction.non_atomic_requests
@step_up_required
@never_cache
@require_http_methods(["GET", "POST"])
def number(request: HttpRequest) -> HttpResponse:
    """Show one's number, and ask for a code to a new one: it is nobody's until that code came back."""
    user = _user(request)
    form = NumberForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and channels():
        try:
            ask_from(
                request,
                purpose=PhonePurpose.PROVE,
                number=form.cleaned_data["phone"],
                channel=form.cleaned_data["channel"],
            )
        except DomainError as error:
            form.add_error("phone", error.message)
        else:
            return redirect("accounts:number_code")
    context = {
        "form": form,
        "phone": phone_of(user.id),
        "works": bool(channels()),
        "may_remove": bool(user.email) or user.has_usable_password(),
    }
    return render(request, "account/number.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponseBase:
    """Take the code that proves a number."""
    waiting = waiting_code(request)
    if waiting is None or waiting.purpose != PhonePurpose.PROVE:
        return redirect("accounts:number")
    form = PhoneCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = _user(request)
        try:
            proved = take_code(request, typed=form.cleaned_data["code"])
            if proved.user_id != user.id:
                return redirect("accounts:number")
            if waiting.next_url == _STEP_UP:
                prove_again(request, user=user)
                return resume_request(request) or redirect("accounts:profile")
            note_proved(user=user, number=proved.number)
        except DomainError as error:
            form.add_error("code", error.message)
        else:
            messages.success(request, _("This number is yours now; you can sign in with it."))
            return redirect("accounts:profile")
    return code_page(request, form, waiting)


@step_up_required
@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Forget one's number, unless it is the only way in."""
    user = _user(request)
    if not (user.email or user.has_usable_password()):
        messages.error(request, _("Set a password first: this number is how you sign in."))
    elif remove_number(user=user):
        messages.success(request, _("Your number is removed."))
    return redirect("accounts:profile")


@transaction.non_atomic_requests
@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def step_up(request: HttpRequest) -> HttpResponse:
    """Send a code to one's own proved number, before something sensitive."""
    phone = phone_of(_user(request).id)
    if phone is None or phone.verified_at is None:
        return redirect("accounts:profile")
    note = ""
    if request.method == "POST":
        try:
            ask_from(request, purpose=PhonePurpose.PROVE, number=phone.number, next_url=_STEP_UP)
        except DomainError as error:
            note = error.message
        else:
            return redirect("accounts:number_code")
    context = {"phone": phone, "note": note}
    return render(request, "account/step_up_phone.html", context, status=422 if note else 200)
