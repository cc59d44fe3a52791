"""A learner's home on the public site; a company's shows the same with its dates (`enterprise`)."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from learning.guidance.selectors.home import learner_home
from tenants.accounts.api import User
from tenants.kernel.clock import now


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what to do next, and how far one is."""
    learner = cast(User, request.user)
    has_paths: bool = request.tenant.is_public  # type: ignore[attr-defined]
    context = {"home": learner_home(learner.id, now=now(), has_paths=has_paths), "deadlines": None}
    return render(request, "learning/guidance/home.html", context)
