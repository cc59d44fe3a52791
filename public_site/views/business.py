"""For companies. Opened by an L&D head who wants to know what it is, then to be inside it in a minute."""

from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods

from public_site.forms.business import StartCompanyForm
from public_site.selectors.sample import sample_team
from tenants import api as tenants
from tenants.kernel.errors import DomainError


@require_GET
def offer(request: HttpRequest) -> HttpResponse:
    """Show what a company gets."""
    context = {
        "sample": sample_team(),
        "trial_days": settings.TRIAL_DAYS,
        "trial_seats": tenants.TRIAL_SEATS,
    }
    return render(request, "public_site/business.html", context)


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Take a company in, then show how its setting up goes."""
    form = StartCompanyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            language = get_language() or "en"
            run_id = tenants.start_company(**form.answers(), locale=language, agreed_in=language)
        except DomainError as error:
            form.add_refusal(error)
        else:
            return redirect("public_site:business_progress", run_id=run_id)
    status = 422 if form.is_bound else 200
    return render(
        request,
        "public_site/business_start.html",
        {"form": form, "base_domain": f"{settings.BASE_DOMAIN}{settings.URL_PORT}"},
        status=status,
    )


@require_GET
def check_slug(request: HttpRequest) -> HttpResponse:
    """Say while it is being typed whether a subdomain can be had."""
    slug, message = request.GET.get("slug", ""), ""
    try:
        slug = tenants.clean_slug(slug)
        tenants.ensure_free(slug)
    except DomainError as error:
        message = error.message
    return render(
        request,
        "public_site/_slug_answer.html",
        {
            "slug": slug,
            "problem": message,
            "base_domain": f"{settings.BASE_DOMAIN}{settings.URL_PORT}",
        },
    )


@require_GET
def progress(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Show how far a company is; once ready, send its owner to its own host."""
    state = tenants.progress(run_id)
    if state is None:
        raise Http404
    home = f"{settings.URL_SCHEME}://{state.domain}{settings.URL_PORT}"
    context = {
        "state": state,
        "home": home,
        "sign_in": f"{home}/account/login/?{urlencode({'next': '/manage/'})}",
    }
    template = (
        "public_site/_business_progress.html"
        if request.htmx  # type: ignore[attr-defined]
        else "public_site/business_progress.html"
    )
    return render(request, template, context)
