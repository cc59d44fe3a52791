"""What one agrees to before using the public site; and who may not: people under 18.

DPDP Act 2023, section 9(1): a child's data needs a parent's verifiable consent. We do not take it, so
there are no accounts for children, and what was typed in is removed at once.
"""

from typing import cast

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenants.accounts.api import User
from tenants.privacy.forms import AgreementForm
from tenants.privacy.gate import remember_agreement
from tenants.privacy.services.consent import record_agreement
from tenants.privacy.services.minor import turn_minor_away
from tenants.privacy.texts import AgreedText, text_of, versions_of
from tenants.schemas import current_tenant


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def agree(request: HttpRequest) -> HttpResponse:
    """Ask for what is needed, once, and again when the words have changed."""
    if not current_tenant().is_public:
        raise Http404
    form = AgreementForm(request.POST if request.method == "POST" else None)
    target = _next(request)
    if request.method == "POST" and form.is_valid():
        record_agreement(user=cast(User, request.user), language=get_language() or "en")
        remember_agreement(request)
        return redirect(target)
    status = 422 if form.is_bound else 200
    return render(request, "privacy/agree.html", {"form": form, "next": target}, status=status)


@login_required
@require_POST
def under_age(request: HttpRequest) -> HttpResponse:
    """Turn somebody under 18 away, and forget them."""
    if not current_tenant().is_public:
        raise Http404
    turn_minor_away(person=cast(User, request.user))
    logout(request)
    return render(request, "privacy/under_age.html")


@require_safe
def legal(request: HttpRequest, page: str) -> HttpResponse:
    """Show terms or the privacy notice; a company's people read the notice that concerns them."""
    purpose = _notice() if page == "privacy" else page
    version = request.GET.get("version", "")
    if version and version not in versions_of(purpose):
        raise Http404
    text: AgreedText = text_of(purpose, get_language() or "en", version)
    return render(
        request,
        "privacy/legal.html",
        {
            "text": text,
            "html": text.html(current_tenant().name),
            "versions": versions_of(purpose),
            "title": _TITLES[page],
        },
    )


_TITLES = {
    "terms": _("Terms of use"),
    "company": _("Terms for companies"),
    "privacy": _("Privacy notice"),
}


def _notice() -> str:
    return "notice" if current_tenant().is_public else "notice-company"


def _next(request: HttpRequest) -> str:
    asked = request.POST.get("next") or request.GET.get("next") or ""
    return asked if url_has_allowed_host_and_scheme(asked, allowed_hosts=None) else "/learn/"
