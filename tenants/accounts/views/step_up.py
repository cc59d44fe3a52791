"""Proving who one is by a code in a mail, for who has neither password nor passkey nor app."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import resume_request
from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tenants.accounts.enums import SignInMethod
from tenants.accounts.models import User
from tenants.accounts.services.sign_in import Guess
from tenants.accounts.services.step_up import (
    is_step_up_sent,
    send_step_up_code,
    take_step_up_code,
)
from tenants.kernel.errors import Refused


class CodeForm(forms.Form):
    """Six digits."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
        ),
    )


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def by_mail(request: HttpRequest) -> HttpResponse:
    """Send a code, and take it."""
    user = request.user
    assert isinstance(user, User)
    form = CodeForm()
    if request.method == "POST" and user.email:
        form = CodeForm(request.POST if "code" in request.POST else None)
        try:
            if "code" not in request.POST:
                send_step_up_code(user=user, session=request.session)
            elif form.is_valid() and _is_right(request, user, form):
                record_authentication(request, user, method="code", reauthenticated=True)
                return resume_request(request) or redirect("accounts:profile")
        except Refused as error:
            form = CodeForm({"code": ""})
            form.is_valid()
            form.errors.clear()
            form.add_error("code", error.message)
    next_url = request.POST.get("next") or request.GET.get("next", "")
    context = {
        "form": form,
        "next": next_url if url_has_allowed_host_and_scheme(next_url, allowed_hosts=None) else "",
        "is_sent": is_step_up_sent(session=request.session),
    }
    return render(request, "account/step_up.html", context, status=422 if form.errors else 200)


def _is_right(request: HttpRequest, user: User, form: CodeForm) -> bool:
    guess = Guess(kind=SignInMethod.CODE, account=str(user.id), user=user, request=request)
    guess.spend()
    if take_step_up_code(user=user, session=request.session, code=form.cleaned_data["code"]):
        guess.was_right()
        return True
    guess.was_wrong()
    form.add_error("code", _("That code is not right. Look again at the newest mail."))
    return False
