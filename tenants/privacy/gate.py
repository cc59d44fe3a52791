"""Nobody uses the public site before they have agreed to the words in force."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from tenants.accounts.api import User
from tenants.privacy.selectors.consent import NEEDED, has_agreed
from tenants.privacy.texts import versions_of

_SESSION_KEY = "agreed"
# Reading what one is asked for, leaving, and being forgotten need no consent; machines are not asked.
_FREE = ("/account/", "/help/", "/legal/", "/static/", "/api/", "/verify/", "/brand")


def agreement_in_force() -> str:
    """Return what stands in a session once everything needed was agreed to."""
    return " ".join(versions_of(purpose)[-1] for purpose in NEEDED)


def remember_agreement(request: HttpRequest) -> None:
    """Let the session go on without asking the database again."""
    request.session[_SESSION_KEY] = agreement_in_force()


class AgreementMiddleware:
    """Leads a person of the public site to the page that asks, when their agreement is missing or old."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or ask first. A session that has agreed costs no query."""
        if self._has_to_agree(request):
            back = request.get_full_path() if request.method == "GET" else "/learn/"
            return redirect(f"{reverse('privacy:agree')}?{urlencode({'next': back})}")
        return self.get_response(request)

    def _has_to_agree(self, request: HttpRequest) -> bool:
        if not request.tenant.is_public or request.path.startswith(_FREE):  # type: ignore[attr-defined]
            return False
        if request.session.get(_SESSION_KEY) == agreement_in_force():
            return False
        if not isinstance(request.user, User):
            return False
        if has_agreed(request.user.id):
            remember_agreement(request)
            return False
        return True
