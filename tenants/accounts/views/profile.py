"""The profile, and how pages look."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tenants.accounts.forms import DisplayForm, ProfileForm
from tenants.accounts.models import User
from tenants.accounts.services.profile import update_profile
from tenants.kernel.errors import DomainError

_COOKIE_AGE = 365 * 24 * 3600


@login_required
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show and save a person's names and language."""
    user = request.user
    assert isinstance(user, User)
    default = (
        _("Like my browser") if request.tenant.is_public else _("Like my company")  # type: ignore[attr-defined]
    )
    initial = {name: getattr(user, name) for name in ProfileForm.field_order}
    form = ProfileForm(request.POST or None, initial=initial, default_language=default)
    if request.method == "POST" and form.is_valid():
        try:
            update_profile(user=user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(error.field or None, error.message)
        else:
            messages.success(request, _("Your profile is saved."))
            return redirect("accounts:profile")
    status = 422 if form.errors else 200
    return render(request, "account/profile.html", {"form": form, "person": user}, status=status)


@require_http_methods(["GET", "POST"])
def display(request: HttpRequest) -> HttpResponse:
    """Show and save theme, text size and movement of this device. Visitors may, too."""
    next_url = request.POST.get("next") or request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(next_url, allowed_hosts=None):
        next_url = ""
    if request.method == "POST":
        form = DisplayForm(request.POST)
        if form.is_valid():
            response = HttpResponseRedirect(next_url or request.path)
            # The menu's buttons send one of the two; what was not sent stays.
            for cookie, value in form.cleaned_data.items():
                if cookie in request.POST:
                    _remember(request, response, cookie, value)
            return response
    else:
        form = DisplayForm(
            initial={
                "theme": request.COOKIES.get("theme", ""),
                "text": request.COOKIES.get("text", ""),
                "motion": request.COOKIES.get("motion", ""),
            }
        )
    status = 422 if form.errors else 200
    return render(request, "account/display.html", {"form": form, "next": next_url}, status=status)


def _remember(request: HttpRequest, response: HttpResponse, cookie: str, value: str) -> None:
    if value:
        response.set_cookie(
            cookie,
            value,
            max_age=_COOKIE_AGE,
            samesite="Lax",
            httponly=True,
            secure=request.is_secure(),
        )
    else:
        response.delete_cookie(cookie, samesite="Lax")
