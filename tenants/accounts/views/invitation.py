"""Joining by an invitation."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tenants.accounts.enums import SignInMethod
from tenants.accounts.forms import InvitationForm
from tenants.accounts.models import User
from tenants.accounts.selectors.invitation import InvitationInfo, read_invitation
from tenants.accounts.services.invitation import accept_invitation
from tenants.accounts.services.sign_in import begin_sign_in
from tenants.kernel.errors import DomainError


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show whom the invitation is for; on POST make the account and sign in."""
    try:
        invited = read_invitation(token)
    except DomainError as error:
        return render(
            request, "account/invitation_closed.html", {"error": error}, status=error.status
        )
    known = ("name", "native_name", "native_language")
    form = InvitationForm(
        request.POST or None, initial={field: getattr(invited, field) for field in known}
    )
    if request.method == "POST" and form.is_valid():
        try:
            person_id = accept_invitation(token=token, **form.cleaned_data)
        except DomainError as error:
            if error.field not in form.fields and error.code not in ("no_seat",):
                return render(
                    request, "account/invitation_closed.html", {"error": error}, status=error.status
                )
            form.add_error(error.field or None, error.message)
        else:
            messages.success(request, _("Welcome! Your account is ready."))
            user = User.objects.get(id=person_id)
            return begin_sign_in(
                request=request, user=user, method=SignInMethod.INVITATION, redirect_url="/"
            )
    return _page(request, form, invited)


def _page(request: HttpRequest, form: InvitationForm, invited: InvitationInfo) -> HttpResponse:
    context = {"form": form, "invitation": invited}
    return render(request, "account/invitation.html", context, status=422 if form.errors else 200)
