"""What one had typed when the session ended."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tenants.accounts.models import User
from tenants.accounts.services.kept_form import kept_form


@require_safe
@never_cache
@login_required
def show(request: HttpRequest, token: str) -> HttpResponse:
    """Show a kept form to whoever typed it: to go on with, or to send as it is."""
    kept = kept_form(user=cast(User, request.user), token=token)
    if kept is None:
        raise Http404
    return render(request, "account/kept_form.html", {"kept": kept})
