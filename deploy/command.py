"""Going anywhere by its name: every place that a person's own powers open, on one page and under Ctrl+K."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from deploy.context import places_of
from deploy.navigation import NavItem
from enterprise.policies import (
    can_manage_brand,
    can_manage_teams,
    can_open_roles,
    can_read_audit_log,
    can_see_assignments,
    may_manage_company,
    may_own_company,
)
from learning.catalogue.api import may_author
from tenants.accounts.api import Action, Role, User, may, roles_of


@dataclass(frozen=True)
class _Destination:
    label: Promise
    url_name: str
    icon: str
    opens: Callable[[User], bool]


def _anybody(_user: User) -> bool:
    return True


def _holding(action: Action) -> Callable[[User], bool]:
    return lambda user: may(user, action)


def _staff(user: User) -> bool:
    return Role.STAFF in roles_of(user)


_OWN = (
    _Destination(_("Messages"), "notify:centre", "bell", _anybody),
    _Destination(_("What to be told"), "notify:settings", "bell", _anybody),
    _Destination(_("Certificates"), "credentials:my_certificates", "award", _anybody),
    _Destination(_("Profile"), "accounts:profile", "user", _anybody),
    _Destination(_("Theme and text size"), "accounts:display", "contrast", _anybody),
    _Destination(_("Devices"), "accounts:sessions", "key", _anybody),
    _Destination(_("Two-step sign-in"), "mfa_index", "lock", _anybody),
    _Destination(_("Your data"), "privacy:own", "shield", _anybody),
)
_COMPANY = (
    _Destination(_("People"), "enterprise:people", "user", _holding(Action.SEE_PEOPLE)),
    _Destination(_("Invite people"), "enterprise:invite", "send",
                 _holding(Action.INVITE_PEOPLE)),
    _Destination(_("Import people"), "enterprise:people_upload", "upload",
                 _holding(Action.IMPORT_PEOPLE)),
    _Destination(_("Teams"), "enterprise:teams", "team", can_manage_teams),
    _Destination(_("Assignments"), "enterprise:assignments", "calendar", can_see_assignments),
    _Destination(_("Roles"), "enterprise:roles", "shield", can_open_roles),
    _Destination(_("Courses"), "catalogue:studio_home", "pen", may_author),
    _Destination(_("New course"), "catalogue:course_create", "plus", may_author),
    _Destination(_("Branding"), "enterprise:branding", "palette", can_manage_brand),
    _Destination(_("Shared devices"), "enterprise:devices", "key", may_manage_company),
    _Destination(_("Audit log"), "enterprise:audit", "history", can_read_audit_log),
    _Destination(_("Privacy"), "enterprise:privacy", "lock", may_manage_company),
    _Destination(_("Company"), "enterprise:company_home", "building", may_own_company),
    _Destination(_("Delivery log"), "notify_admin:log", "bell", may_manage_company),
    _Destination(_("API tokens"), "api_access_company:tokens", "key",
                 _holding(Action.MANAGE_TOKENS)),
)  # fmt: skip
_PUBLIC = (
    _Destination(_("Courses"), "public_site:catalogue", "search", _anybody),
    _Destination(_("Check a certificate"), "public_site:verify", "shield", _anybody),
    _Destination(_("Applications"), "public_site:staff_reviews", "list", _staff),
    _Destination(_("Companies"), "public_site:staff_companies", "building", _staff),
)


def destinations(request: HttpRequest) -> list[NavItem]:
    """Return where a person can go, their five places first; each address once."""
    user = request.user
    assert isinstance(user, User)
    tenant = request.tenant  # type: ignore[attr-defined]
    found = {item.url: item for item in places_of(request)}
    if tenant.is_halted:
        return list(found.values())
    for one in (*(_PUBLIC if tenant.is_public else _COMPANY), *_OWN):
        url = reverse(one.url_name)
        if url not in found and one.opens(user):
            found[url] = NavItem(one.label, url, one.icon)
    return list(found.values())


@require_safe
@never_cache
@login_required
def command(request: HttpRequest) -> HttpResponse:
    """Show the places, those whose name holds every word of `?q=`; to Ctrl+K the dialog alone."""
    query = " ".join(request.GET.get("q", "").split())[:80]
    words = query.casefold().split()
    found = [
        item
        for item in destinations(request)
        if all(word in str(item.label).casefold() for word in words)
    ]
    is_part = request.headers.get("HX-Request") == "true"
    template = "components/command.html" if is_part else "command.html"
    return render(request, template, {"places": found, "query": query})
