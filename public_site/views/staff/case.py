"""One application on a reviewer's desk, and what can be done with it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from learning.catalogue.api import PlaybackInfo, playback
from public_site.forms import staff as forms
from public_site.forms.reading import Section, sections
from public_site.selectors.review_case import ReviewCase, review_case
from public_site.services.review import decision, handling
from public_site.views.access import for_staff, person
from tenants.kernel.errors import Conflict, DomainError, Invalid, Missing
from tenants.kernel.markup import render_markdown


@for_staff
@require_safe
def case(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """Show everything about an application side by side."""
    return _page(request, review_case(review_id))


@for_staff
@require_POST
def claim(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """Take it."""
    return _handle(request, review_id, handling.claim_review, _("It is yours now."))


@for_staff
@require_POST
def release(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """Give it back."""
    return _handle(request, review_id, handling.release_review, _("It is back in the queue."))


@for_staff
@require_POST
def take_over(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """Take it from a colleague."""
    return _handle(request, review_id, handling.take_over_review, _("You have taken it over."))


@for_staff
@require_POST
def note(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """Write a note among staff."""
    form = forms.NoteForm(request.POST)
    return _decide(
        request,
        review_id,
        "note_form",
        form,
        lambda: handling.add_note(
            review_id=review_id, actor=person(request), text=form.cleaned_data["text"]
        ),
        _("The note is kept."),
    )


@for_staff
@require_POST
def ask(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """Ask the applicant for more."""
    form = forms.AskForm(request.POST)
    return _decide(
        request,
        review_id,
        "ask_form",
        form,
        lambda: decision.ask_applicant(
            review_id=review_id,
            actor=person(request),
            questions=form.questions(),
            revision=form.cleaned_data["revision"],
        ),
        _("The questions are sent. The clock stands until they are answered."),
    )


@for_staff
@require_POST
def approve(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """Approve it, at once."""
    form = forms.ApproveForm(request.POST)
    return _decide(
        request,
        review_id,
        "approve_form",
        form,
        lambda: decision.approve_application(
            review_id=review_id,
            actor=person(request),
            message=form.cleaned_data["message"],
            revision=form.cleaned_data["revision"],
        ),
        _("Approved. You can take it back for 24 hours."),
    )


@for_staff
@require_POST
def decline(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """Decline it, with reasons."""
    form = forms.DeclineForm(request.POST, kind=review_case(review_id).info.kind)
    return _decide(
        request,
        review_id,
        "decline_form",
        form,
        lambda: decision.decline_application(
            review_id=review_id,
            actor=person(request),
            reasons=form.cleaned_data["reasons"],
            message=form.cleaned_data["message"],
            reapply_days=form.cleaned_data["reapply_days"],
            revision=form.cleaned_data["revision"],
        ),
        _("Declined. You can take it back for 24 hours."),
    )


@for_staff
@require_POST
def undo(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """Take the decision back."""
    form = forms.UndoForm(request.POST)
    return _decide(
        request,
        review_id,
        "undo_form",
        form,
        lambda: decision.undo_decision(
            review_id=review_id,
            actor=person(request),
            reason=form.cleaned_data["reason"],
            revision=form.cleaned_data["revision"],
        ),
        _("The decision is taken back, and the applicant is told."),
    )


def _handle(
    request: HttpRequest, review_id: UUID, act: Callable[..., None], done: str
) -> HttpResponse:
    try:
        act(review_id=review_id, actor=person(request))
    except Conflict as error:
        return _page(request, review_case(review_id), conflict=error.message)
    messages.success(request, done)
    return redirect("public_site:staff_review", review_id=review_id)


def _decide(
    request: HttpRequest,
    review_id: UUID,
    name: str,
    form: Any,
    act: Callable[[], None],
    done: str,
) -> HttpResponse:
    found = review_case(review_id)
    if form.is_valid():
        try:
            act()
        except Conflict as error:
            fresh = review_case(review_id)
            # What was written stays; sent again, it is for the state that is shown now.
            form.data = {**form.data.dict(), **_lists(form), "revision": fresh.info.revision}
            return _page(request, fresh, conflict=error.message, **{name: form})
        except Invalid as error:
            _place(form, error)
        else:
            messages.success(request, done)
            return redirect("public_site:staff_review", review_id=review_id)
    return _page(request, found, **{name: form})


def _lists(form: Any) -> dict[str, list[str]]:
    return {"reasons": form.data.getlist("reasons")} if "reasons" in form.fields else {}


def _place(form: Any, error: DomainError) -> None:
    field = {"questions": "question_1"}.get(error.field, error.field)
    form.add_error(field if field in form.fields else None, error.message)


def _page(
    request: HttpRequest, found: ReviewCase, *, conflict: str = "", **bound: Any
) -> HttpResponse:
    info, me = found.info, person(request)
    start = {"revision": info.revision}
    sample = found.sent.get("sample", {})
    context = {
        "case": found,
        "info": info,
        "sections": _without_lesson(sections(info.kind, found.sent, found.before)),
        "sample_html": render_markdown(sample.get("sample_body", "")),
        "playback": _playback(request, info.video.media_id if info.video else None),
        "is_mine": found.assignee_id == me.id,
        "is_own": found.applicant.id == me.id,
        "conflict": conflict,
        "ask_form": bound.get("ask_form") or forms.AskForm(initial=start),
        "approve_form": bound.get("approve_form") or forms.ApproveForm(initial=start),
        "decline_form": bound.get("decline_form")
        or forms.DeclineForm(initial={**start, "reapply_days": 30}, kind=info.kind),
        "undo_form": bound.get("undo_form") or forms.UndoForm(initial=start),
        "note_form": bound.get("note_form") or forms.NoteForm(),
        "opened": next((name for name, form in bound.items() if form.errors), ""),
    }
    bad = any(form.errors for form in bound.values())
    status = 409 if conflict else 422 if bad else 200
    return render(request, "public_site/staff/review.html", context, status=status)


def _without_lesson(parts: tuple[Section, ...]) -> tuple[Section, ...]:
    """Leave out the lesson's text, which stands below as learners would read it, unless it changed."""
    return tuple(
        replace(
            part,
            rows=tuple(
                row for row in part.rows if row.name != "sample_body" or row.before is not None
            ),
        )
        for part in parts
    )


def _playback(request: HttpRequest, media_id: UUID | None) -> PlaybackInfo | None:
    if media_id is None:
        return None
    try:
        return playback(media_id, viewer_id=person(request).id)
    except Missing:
        return None
