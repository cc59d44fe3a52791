"""Reviews of a course: read, written, changed, taken away, reported, answered."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from learning.catalogue import api as catalogue
from learning.delivery.forms.review import ReplyForm, ReportForm, ReviewForm
from learning.delivery.selectors.review import (
    ReviewInfo,
    own_review,
    review_by_id,
    shown_reviews,
)
from learning.delivery.services import review as service
from learning.delivery.services.review_moderation import report_review
from learning.delivery.services.review_reply import reply_to_review
from learning.delivery.views.access import learner, own_enrolment, own_enrolment_or_404
from tenants.kernel.errors import DomainError

_LONGEST_PAGE = 4


@login_required
@require_GET
def reviews(request: HttpRequest, course_id: UUID) -> HttpResponse:
    """Show what learners say about a course, to whoever may study or change it."""
    card = _card_or_404(course_id)
    context = {
        "card": card,
        "found": shown_reviews(course_id, page=page_of(request)),
        "enrolment": own_enrolment(request, course_id),
        "may_reply": catalogue.may_edit_course(learner(request), course_id),
    }
    return render(request, "learning/delivery/reviews.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, course_id: UUID) -> HttpResponse:
    """Show one's own review of a course, to be written or changed; on POST keep it."""
    enrolment = own_enrolment_or_404(request, course_id)
    mine = own_review(enrolment.id)
    form = ReviewForm(request.POST or None, name=learner(request).display_name, review=mine)
    if request.method == "POST" and form.is_valid():
        try:
            service.write_review(enrolment_id=enrolment.id, **form.cleaned_data)
        except DomainError as error:
            form.add_error(error.field or None, error.message)
        else:
            messages.success(request, _("Your review is published. Thank you."))
            return redirect("delivery:review", course_id=course_id)
    context = {
        "card": _card_or_404(course_id),
        "enrolment": enrolment,
        "mine": mine,
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "learning/delivery/review.html", context, status=status)


@login_required
@require_POST
def review_remove(request: HttpRequest, course_id: UUID) -> HttpResponse:
    """Take one's review away; the toast offers to bring it back."""
    enrolment = own_enrolment_or_404(request, course_id)
    service.remove_review(enrolment_id=enrolment.id)
    back = reverse("delivery:review_restore", args=[course_id])
    messages.success(request, _("Your review is gone."), extra_tags=f"undo:{back}")
    return redirect("delivery:review", course_id=course_id)


@login_required
@require_POST
def review_restore(request: HttpRequest, course_id: UUID) -> HttpResponse:
    """Bring one's review back."""
    enrolment = own_enrolment_or_404(request, course_id)
    service.restore_review(enrolment_id=enrolment.id)
    messages.success(request, _("Your review is back."))
    return redirect("delivery:review", course_id=course_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, course_review_id: UUID) -> HttpResponse:
    """Ask what is wrong with a review; on POST put it before the moderators."""
    found = _shown_or_404(course_review_id)
    form = ReportForm(request.POST or None)

    def act() -> None:
        report_review(review_id=course_review_id, reporter=learner(request), **form.cleaned_data)
        messages.success(request, _("Thank you. Somebody will read it and decide."))

    return _answer(request, found, form, "learning/delivery/review_report.html", act)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, course_review_id: UUID) -> HttpResponse:
    """Let those behind a course answer a review."""
    found = _shown_or_404(course_review_id)
    catalogue.require_editor(learner(request), found.course_id)
    form = ReplyForm(request.POST or None, initial={"reply": found.reply})

    def act() -> None:
        reply_to_review(
            review_id=course_review_id, text=form.cleaned_data["reply"], actor=learner(request)
        )
        messages.success(request, _("Your answer is kept."))

    return _answer(request, found, form, "learning/delivery/review_reply.html", act)


def page_of(request: HttpRequest) -> int:
    """Return the page that an address asks for; nonsense means the first."""
    asked = request.GET.get("page", "")
    fits = asked.isascii() and asked.isdigit() and len(asked) <= _LONGEST_PAGE
    return max(1, int(asked)) if fits else 1


def _answer(
    request: HttpRequest, found: ReviewInfo, form: Any, template: str, act: Any
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except DomainError as error:
            form.add_error(error.field or None, error.message)
        else:
            return redirect("delivery:reviews", course_id=found.course_id)
    context = {"review": found, "form": form, "card": _card_or_404(found.course_id)}
    return render(request, template, context, status=422 if form.errors else 200)


def _card_or_404(course_id: UUID) -> catalogue.CourseCard:
    card = catalogue.cards_of_courses([course_id]).get(course_id)
    if card is None:
        raise Http404
    return card


def _shown_or_404(review_id: UUID) -> ReviewInfo:
    found = review_by_id(review_id)
    if found is None or not found.is_shown:
        raise Http404
    return found
