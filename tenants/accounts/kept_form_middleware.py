"""A session that ends while somebody writes: they sign in again, and what they typed is back.

A signed cookie says who was signed in here; it lets nobody in and only names for whom a form is kept.
It goes with signing out. A form is kept only after it passed the CSRF check, so no other site can
leave one here, and it is never sent again by itself.
"""

from collections.abc import Callable
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse

from tenants.accounts.services.kept_form import keep_form, path_on_host
from tenants.kernel.signing import BadToken, sign, unsign

COOKIE = "who"
_PURPOSE = "accounts.who"


class KeptFormMiddleware:
    """Keeps what was sent without a session, and lets htmx open the sign-in page as a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; instead of a redirect to the sign-in page, one that comes back to what was typed."""
        response = self.get_response(request)
        if getattr(request, "urlconf", None) == settings.CONTENT_URLCONF:
            return response
        if _asks_to_sign_in(response):
            response = _come_back(request, response)
        else:
            _note_who(request, response)
        return response


def _asks_to_sign_in(response: HttpResponseBase) -> bool:
    location = response.headers.get("Location", "")
    if response.status_code != 302 or not location:
        return False
    try:
        return location.partition("?")[0] == reverse(settings.LOGIN_URL)
    except NoReverseMatch:  # hosts of uploads have no such page
        return False


def _come_back(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    is_htmx = request.headers.get("HX-Request") == "true"
    page = request.get_full_path()
    typed_on = request.headers.get("HX-Current-URL" if is_htmx else "Referer", "")
    if request.method != "GET":
        page = path_on_host(typed_on, request.get_host()) or page
    elif is_htmx:
        page = path_on_host(typed_on, request.get_host()) or "/"
    # A draft that saves itself stays on its page and says that it could not.
    is_sent = request.method == "POST" and "X-Autosave" not in request.headers
    back = _keep(request, page) if is_sent else ""
    if not back and not is_htmx:
        return response
    address = f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': back or page})}"
    if is_htmx:
        # A redirect would put the sign-in page into a part of this one.
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def _keep(request: HttpRequest, page: str) -> str:
    """Keep the form of whoever was here; return the address that shows it, or ""."""
    try:
        user_id = UUID(unsign(_PURPOSE, request.COOKIES.get(COOKIE, ""))["u"])
    except BadToken:
        return ""
    token = keep_form(
        user_id=user_id,
        page=page,
        action=request.get_full_path(),
        fields=dict(request.POST.lists()),
        had_files=bool(request.FILES),
    )
    return reverse("accounts:kept_form", args=[token]) if token else ""


def _note_who(request: HttpRequest, response: HttpResponseBase) -> None:
    """Set or take the cookie. Whoever was not looked up costs no query here."""
    if not hasattr(request, "_cached_user"):
        return
    user = request.user
    if not user.is_authenticated or getattr(request, "shared_device", None) is not None:
        if COOKIE in request.COOKIES and request.path == reverse("account_logout"):
            response.delete_cookie(COOKIE, samesite="Lax")  # type: ignore[attr-defined]
        return
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    if not is_page or "public" in response.headers.get("Cache-Control", ""):
        return  # what caches between here and there may keep carries nobody's cookie
    try:
        if unsign(_PURPOSE, request.COOKIES.get(COOKIE, ""))["u"] == str(user.pk):
            return
    except BadToken:
        pass
    lasts = settings.SESSION_COOKIE_AGE + 24 * 3600  # beyond the session's own end
    response.set_cookie(  # type: ignore[attr-defined]
        COOKIE,
        sign(_PURPOSE, {"u": str(user.pk)}, max_age_seconds=lasts),
        max_age=lasts,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
