"""How every change of the outline is answered: the outline again, or its page."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from learning.catalogue.models import Course
from learning.catalogue.selectors.draft import draft_outline


def outline_answer(
    request: HttpRequest,
    course_id: UUID,
    *,
    at: str = "",
    problem: str = "",
    whole_page: bool = False,
) -> HttpResponse:
    """Answer htmx with the outline alone, everyone else by going to its page.

    Args:
        request: the POST.
        course_id: whose outline.
        at: the element to go to on the page.
        problem: what could not be done; shown above the outline.
        whole_page: send htmx to the page as well, for its toast with Undo.
    """
    address = reverse("catalogue:course_edit", args=[course_id])
    if request.htmx and not whole_page:  # type: ignore[attr-defined]
        context = {
            "outline": draft_outline(course_id),
            "problem": problem,
            "course": Course.objects.defer("search").get(id=course_id),
        }
        return render(request, "learning/catalogue/_outline.html", context)
    if problem:
        messages.error(request, problem)
    return redirect(f"{address}#{at}" if at else address)


def say_form_errors(form: forms.Form) -> str:
    """Return a small form's errors in one line."""
    return " ".join(str(error) for errors in form.errors.values() for error in errors)
