"""What a company's standing means on its host, in one place: who still gets where.

Suspended: its people see who can help, owners sign in, see what to do and take an archive. Closed: an
owner takes the archive or opens the company again. Whatever is not named here is refused, so a new page
is covered the day it is added. Sessions are left alone: people go on where they were.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tenants.accounts.api import User, is_owner, owner_contacts
from tenants.enums import TenantStatus
from tenants.kernel.api_errors import PROBLEM_TYPE
from tenants.kernel.names import public_link
from tenants.schemas import TenantInfo

# Where programs ask; they are told by a problem (RFC 9457), whoever they speak for.
API = ("/api/", "/scim/", "/xapi/", "/lti/")
# Signing in and out, the way back into an account, and what the frame of a page needs.
FOR_ALL = ("account_", "mfa_", "usersessions_", "socialaccount_", "dev_")
FOR_ALL_NAMES = frozenset(
    {"accounts:display", "accounts:language", "accounts:step_up"}
    | {"enterprise:brand_css", "enterprise:brand_logo", "enterprise:brand_icon", "manifest"}
    | {"enterprise:brand_picture"}
    | {"app_worker", "offline"}
    | {"favicon", "robots", "styleguide", "privacy:legal", "privacy:support_leave"}
)
FOR_OWNERS = {
    TenantStatus.SUSPENDED: ("enterprise:company",),
    TenantStatus.CLOSED: (
        "enterprise:company_home",
        "enterprise:company_state",
        "enterprise:company_export",
        "enterprise:company_reopen",
    ),
}
OWNERS_PAGE = "enterprise:company_home"


def is_reached(name: str, status: str, *, owner: bool) -> bool:
    """Whether an address answers in a halted company.

    Args:
        name: of the address, with its namespace.
        status: `suspended` or `closed`.
        owner: whether an owner asks.
    """
    if name in FOR_ALL_NAMES or name.startswith(FOR_ALL):
        return True
    return owner and name.startswith(FOR_OWNERS[TenantStatus(status)])


class StandingMiddleware:
    """Stands before every view of a company that is suspended or closed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Return what is shown instead of the view, or None to let it answer."""
        tenant: TenantInfo = request.tenant  # type: ignore[attr-defined]
        if tenant.is_public or not tenant.is_halted:
            return None
        if request.path.startswith(API):
            return _problem(tenant)
        if getattr(request, "urlconf", None) == settings.CONTENT_URLCONF:
            return HttpResponse("Not available\n", status=403, content_type="text/plain")
        match = request.resolver_match
        owner = isinstance(request.user, User) and is_owner(request.user)
        if match is not None and is_reached(match.view_name, tenant.status, owner=owner):
            return None
        if request.htmx:  # type: ignore[attr-defined]
            # A page that was open: it loads itself anew, and then says what is the matter.
            return HttpResponse(status=403, headers={"HX-Refresh": "true"})
        if owner and request.method in ("GET", "HEAD"):
            return redirect(OWNERS_PAGE)
        return _page(request, tenant)


def _problem(tenant: TenantInfo) -> JsonResponse:
    closed = tenant.status == TenantStatus.CLOSED
    body = {
        "type": f"about:blank#company_{tenant.status}",
        "title": _("This company is closed.") if closed else _("This company is suspended."),
        "status": 403,
        "detail": _("Nothing was changed. An owner of the company can see what to do."),
    }
    return JsonResponse(body, status=403, content_type=PROBLEM_TYPE)


def _page(request: HttpRequest, tenant: TenantInfo) -> HttpResponse:
    """Say what is the matter. Whom to ask by name is for the company's own people to know."""
    known = isinstance(request.user, User)
    context = {
        "standing": tenant.status,
        "owners": owner_contacts() if known else [],
        "verify_url": public_link("/verify/"),
        "nav_items": (),
        "company_notice": None,
    }
    return render(request, "enterprise/halted.html", context, status=403)
