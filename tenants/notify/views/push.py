"""Browsers that take push messages: signing up and out."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tenants.kernel.errors import DomainError
from tenants.notify.forms.push import PushForm
from tenants.notify.services.pushing import subscribe, unsubscribe_device
from tenants.notify.views.access import person


@transaction.non_atomic_requests
@login_required
@require_POST
def sign_up(request: HttpRequest) -> HttpResponse:
    """Sign this browser up; asks whether its push service may be reached, so without a transaction."""
    form = PushForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    try:
        subscribe(
            user=person(request), label=_browser(request.headers.get("User-Agent", "")),
            **form.cleaned_data,
        )  # fmt: skip
    except DomainError as error:
        return JsonResponse({"errors": {error.field: [error.message]}}, status=error.status)
    return HttpResponse(status=204)


@login_required
@require_POST
def sign_out(request: HttpRequest, subscription_id: UUID) -> HttpResponse:
    """Send nothing to a browser any more."""
    unsubscribe_device(user=person(request), subscription_id=subscription_id)
    messages.success(request, _("That browser gets no more messages."))
    return redirect("notify:settings")


def _browser(agent: str) -> str:
    """Return the name of a browser and its system, as far as its User-Agent tells."""
    names = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))  # fmt: skip
    systems = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux", "Linux"))  # fmt: skip
    name = next((word for mark, word in names if mark in agent), _("Browser"))
    system = next((word for mark, word in systems if mark in agent), "")
    return f"{name} · {system}" if system else str(name)
