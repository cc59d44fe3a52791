"""A course: created, its outline, its details, shared, archived."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from learning.catalogue.forms.course import DetailsForm, EditorForm
from learning.catalogue.models import Course
from learning.catalogue.policies.course import granted_editors, may_share
from learning.catalogue.selectors.draft import draft_outline
from learning.catalogue.services import course as service
from learning.catalogue.views.access import author_required, course_of, person
from tenants.kernel.errors import DomainError, Refused


@require_http_methods(["GET", "HEAD", "POST"])
@author_required
def course_create(request: HttpRequest) -> HttpResponse:
    """Ask for a new course's details; on POST make the draft and open its outline."""
    form = DetailsForm(request.POST or None, initial={"language": request.tenant.locale})  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            course_id = service.create_course(details=form.details(), owner=person(request))
        except DomainError as error:
            form.add_error(error.field or None, error.message)
        else:
            messages.success(request, _("The draft is there. Add its first module."))
            return redirect("catalogue:course_edit", course_id=course_id)
    status = 422 if form.errors else 200
    return render(request, "learning/catalogue/course_new.html", {"form": form}, status=status)


@require_safe
@author_required
def course_edit(request: HttpRequest, course_id: UUID) -> HttpResponse:
    """Show the outline of a draft, to be built."""
    course = course_of(request, course_id)
    context = {"course": course, "outline": draft_outline(course_id), "tab": "outline"}
    return render(request, "learning/catalogue/course.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@author_required
def course_details(request: HttpRequest, course_id: UUID) -> HttpResponse:
    """Show and save what a course says of itself."""
    course = course_of(request, course_id)
    form = DetailsForm(request.POST or None, instance=course)
    if request.method == "POST" and form.is_valid():
        try:
            service.update_details(
                course_id=course_id, details=form.details(), actor=person(request)
            )
        except DomainError as error:
            form.add_error(error.field or None, error.message)
        else:
            messages.success(request, _("The details are saved."))
            return redirect("catalogue:course_details", course_id=course_id)
    return _details_page(request, course_id, form, EditorForm())


@require_POST
@author_required
def course_archive(request: HttpRequest, course_id: UUID) -> HttpResponse:
    """Take a course off the shelf; the toast offers to put it back."""
    course_of(request, course_id)
    service.archive_course(course_id=course_id, actor=person(request))
    back = reverse("catalogue:course_unarchive", args=[course_id])
    messages.success(
        request,
        _("The course is archived. Those who study it may finish it."),
        extra_tags=f"undo:{back}",
    )
    return redirect("catalogue:course_edit", course_id=course_id)


@require_POST
@author_required
def course_unarchive(request: HttpRequest, course_id: UUID) -> HttpResponse:
    """Put a course back where it was."""
    course_of(request, course_id)
    service.unarchive_course(course_id=course_id, actor=person(request))
    messages.success(request, _("The course is back."))
    return redirect("catalogue:course_edit", course_id=course_id)


@require_POST
@author_required
def editor_add(request: HttpRequest, course_id: UUID) -> HttpResponse:
    """Share a course with another author, named by e-mail address."""
    course = course_of(request, course_id)
    _require_share(request, course)
    form = EditorForm(request.POST)
    if form.is_valid():
        email = form.cleaned_data["email"].lower()
        found = get_user_model().objects.filter(email=email, is_active=True).first()
        try:
            if found is None:
                form.add_error("email", _("Nobody here has this address."))
            else:
                service.share_course(course_id=course_id, with_user=found, actor=person(request))
                messages.success(
                    request, _("%(name)s may edit this course.") % {"name": found.display_name}
                )
                return redirect("catalogue:course_details", course_id=course_id)
        except DomainError as error:
            form.add_error("email", error.message)
    return _details_page(request, course_id, DetailsForm(instance=course), form)


@require_POST
@author_required
def editor_remove(request: HttpRequest, course_id: UUID, person_id: UUID) -> HttpResponse:
    """Take a course back from an author it was shared with."""
    course = course_of(request, course_id)
    _require_share(request, course)
    editor = get_object_or_404(granted_editors(course), id=person_id)
    service.unshare_course(course_id=course_id, with_user=editor, actor=person(request))
    messages.success(request, _("%(name)s no longer edits it.") % {"name": editor.display_name})
    return redirect("catalogue:course_details", course_id=course_id)


def _require_share(request: HttpRequest, course: Course) -> None:
    if not may_share(person(request), course):
        raise Refused(_("Only the course's owner says who else edits it."))


def _details_page(
    request: HttpRequest, course_id: UUID, form: DetailsForm, editor_form: EditorForm
) -> HttpResponse:
    course = get_object_or_404(Course.objects.select_related("owner"), id=course_id)
    context = {
        "course": course,
        "form": form,
        "editor_form": editor_form,
        "editors": granted_editors(course),
        "may_share": may_share(person(request), course),
        "tab": "details",
    }
    status = 422 if form.errors or editor_form.errors else 200
    return render(request, "learning/catalogue/details.html", context, status=status)
