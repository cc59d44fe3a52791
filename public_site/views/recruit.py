"""Recruiting: what can be done today, the way in, and the company's page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from public_site.enums import ReviewKind
from public_site.forms.employer import EmployerForm
from public_site.selectors.application import application_of
from public_site.selectors.employer import employer_by_slug, employer_of
from public_site.services.employer import update_employer
from public_site.views.access import person
from public_site.views.rooms import ROOMS


@require_safe
def recruit(request: HttpRequest) -> HttpResponse:
    """Show visitors what a verification is, applicants how it stands, recruiters their company."""
    room = ROOMS[ReviewKind.COMPANY]
    info = employer = None
    if request.user.is_authenticated:
        info = application_of(person(request).id, ReviewKind.COMPANY)
        employer = employer_of(person(request).id)
    context = {"room": room, "info": info, "employer": employer}
    return render(request, "public_site/recruit/home.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def company(request: HttpRequest) -> HttpResponse:
    """Show and save what the company says of itself."""
    employer = employer_of(person(request).id)
    if employer is None:
        raise Http404
    initial = {"about": employer.about, "city": employer.city}
    form = EmployerForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        update_employer(recruiter=person(request), **form.cleaned_data)
        messages.success(request, _("The company's page is saved."))
        return redirect("public_site:recruit_company")
    status = 422 if form.errors else 200
    context = {"form": form, "employer": employer}
    return render(request, "public_site/recruit/company.html", context, status=status)


@require_safe
def employer(request: HttpRequest, employer_slug: str) -> HttpResponse:
    """Show a verified employer to everybody."""
    found = employer_by_slug(employer_slug)
    if found is None:
        raise Http404
    return render(request, "public_site/recruit/employer.html", {"employer": found})
