"""Reported reviews on a moderator's desk."""

from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from learning.delivery.forms.review import DecisionForm
from learning.delivery.policies import can_moderate_reviews
from learning.delivery.selectors.review_queue import (
    PAGE_SIZE,
    SHOWS,
    cases,
    reported,
    waiting_count,
)
from learning.delivery.services.review_moderation import decide_on_review, undo_decision
from learning.delivery.views.access import learner
from tenants.kernel.errors import Conflict, Invalid


def _for_moderators(view: Any) -> Any:
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_moderate_reviews(request.user):
            raise PermissionDenied
        answer: HttpResponse = view(request, *args, **kwargs)
        return answer

    return guarded


@_for_moderators
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """Show what waits, the most reported first; or what was decided."""
    return _page(request)


@_for_moderators
@require_POST
def moderate(request: HttpRequest, course_review_id: UUID) -> HttpResponse:
    """Hide a review or let it stand; the toast offers to take it back."""
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, failed=(course_review_id, str(next(iter(form.errors.values()))[0])))
    hide = form.cleaned_data["decision"] == "hide"
    try:
        decide_on_review(
            review_id=course_review_id,
            hide=hide,
            reason=form.cleaned_data["reason"],
            actor=learner(request),
        )
    except (Invalid, Conflict) as error:
        return _page(request, failed=(course_review_id, error.message))
    back = reverse("delivery:review_undo", args=[course_review_id])
    said = _("The review is hidden, and its writer is told.") if hide else _("The review stays.")
    messages.success(request, said, extra_tags=f"undo:{back}")
    return redirect("delivery:reported")


@_for_moderators
@require_POST
def undo(request: HttpRequest, course_review_id: UUID) -> HttpResponse:
    """Take the last decision back."""
    try:
        undo_decision(review_id=course_review_id, actor=learner(request))
    except Conflict as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The decision is taken back."))
    return redirect("delivery:reported")


def _page(request: HttpRequest, *, failed: tuple[UUID, str] | None = None) -> HttpResponse:
    show = request.GET.get("show", "")
    show = show if show in SHOWS else SHOWS[0]
    page = Paginator(reported(show), PAGE_SIZE).get_page(request.GET.get("page"))
    chips = [
        {
            "url": "?show=waiting",
            "label": _("Waiting for us"),
            "current": show == "waiting",
            "count": waiting_count(),
        },
        {"url": "?show=decided", "label": _("Decided"), "current": show == "decided"},
    ]
    context = {
        "page": page,
        "cases": cases(list(page)),
        "chips": chips,
        "show": show,
        "failed_id": failed[0] if failed else None,
        "failed": failed[1] if failed else "",
        "typed": request.POST.get("reason", "") if failed else "",
    }
    status = 422 if failed else 200
    return render(request, "learning/delivery/reported_reviews.html", context, status=status)
