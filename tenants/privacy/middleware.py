"""A support visit: reading only, page by page on record, over the moment the company says so."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.db import connections, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tenants.accounts.api import support_person
from tenants.privacy.services.support import note_page, visit_in_force

SESSION_KEY = "support_visit"
LEAVE = "/support/leave/"
# What concerns the visitor's own account: they have none here.
_PERSONAL = ("/account/", "/learn/")


class SupportVisitMiddleware:
    """Lets a member of our staff see the company's pages as an admin does, and change nothing.

    Postgres holds us to it: everything a page does runs in a read-only savepoint.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.session.get(SESSION_KEY)
        if key is None:
            return self.get_response(request)
        visit = visit_in_force(UUID(key))
        if visit is None:
            request.session.flush()
            messages.info(request, _("The support visit is over."))
            return redirect("/")
        if request.path == LEAVE:
            return self.get_response(request)
        request.user = support_person(visit.staff_name)
        request.support_visit = visit  # type: ignore[attr-defined]
        if request.method not in ("GET", "HEAD") or request.path.startswith(_PERSONAL):
            return _refusal(request)
        note_page(visit=visit, path=request.path)
        response = self._reading(request)
        # Looking is allowed; taking people's data away is not. (Closing the answer would end the request.)
        if "attachment" in response.get("Content-Disposition", ""):
            return _refusal(request)
        return response

    def _reading(self, request: HttpRequest) -> HttpResponse:
        with transaction.atomic():
            with connections["default"].cursor() as cursor:
                cursor.execute("SELECT set_config('transaction_read_only', 'on', true)")
            response = self.get_response(request)
            # Back to before the savepoint, where writing was allowed.
            transaction.set_rollback(True)
        return response


def _refusal(request: HttpRequest) -> HttpResponse:
    return render(request, "privacy/support_reading_only.html", status=403)
