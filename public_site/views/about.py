"""What we cost, who we are, and the pages the law asks for. Opened by somebody who wants to know before they trust."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from public_site.cookies import COOKIES
from public_site.selectors.marketplace import outcomes, site_figures
from tenants import api as tenants


@require_safe
def pricing(request: HttpRequest) -> HttpResponse:
    """Say what it costs, and what is not decided yet."""
    context = {
        "figures": site_figures(),
        "trial_days": settings.TRIAL_DAYS,
        "trial_seats": tenants.TRIAL_SEATS,
        "past_due_days": settings.PAST_DUE_DAYS,
        "closed_days": settings.CLOSED_DAYS,
    }
    return render(request, "public_site/pricing.html", context)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Say who runs this and what there is, in counted figures."""
    context = {
        "figures": site_figures(),
        "outcomes": outcomes(),
        "legal_name": settings.LEGAL_NAME,
        "contact": settings.PRIVACY_CONTACT,
        "address": settings.LEGAL_ADDRESS,
    }
    return render(request, "public_site/about.html", context)


@require_safe
def cookies(request: HttpRequest) -> HttpResponse:
    """Name every cookie."""
    return render(request, "public_site/legal/cookies.html", {"cookies": COOKIES})


@require_safe
def grievances(request: HttpRequest) -> HttpResponse:
    """Say where complaints go, and how long an answer takes (IT Rules 2021, rule 3(2))."""
    context = {
        "legal_name": settings.LEGAL_NAME,
        "officer": settings.GRIEVANCE_OFFICER,
        "contact": settings.GRIEVANCE_CONTACT,
        "address": settings.LEGAL_ADDRESS,
    }
    return render(request, "public_site/legal/grievances.html", context)
