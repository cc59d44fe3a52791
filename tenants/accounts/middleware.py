"""The language and clock of a request: the person's, then the company's, then the browser's."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone, translation

from tenants.accounts.models import User
from tenants.accounts.services.device import send_device_cookie
from tenants.accounts.services.profile import note_seen
from tenants.schemas import TenantInfo

_KNOWN = frozenset(code for code, _name in settings.LANGUAGES)


def choose_language(*, user: User | None, tenant: TenantInfo, request: HttpRequest) -> str:
    """Return the language to answer in: the address's, the person's, the company's, the browser's.

    On the public site a page may be asked for in one language by `?lang=`, which is how search engines
    and links that are passed on name it (ADR 0014). A visitor's choice is kept in Django's language
    cookie; that of somebody who is signed in lies with their account.
    """
    if tenant.is_public and request.method in ("GET", "HEAD"):
        asked = request.GET.get("lang", "")
        if asked in _KNOWN:
            return asked
    if user is not None and user.language in _KNOWN:
        return user.language
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if user is None and chosen in _KNOWN:
        return chosen
    if not tenant.is_public and tenant.locale in _KNOWN:
        return tenant.locale
    return translation.get_language_from_request(request)


class LanguageMiddleware:
    """Sets language and time zone for one request, and notes that the person was here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the right language and time zone; hosts of uploads have neither."""
        if getattr(request, "urlconf", None) == settings.CONTENT_URLCONF:
            return self.get_response(request)
        tenant: TenantInfo = request.tenant  # type: ignore[attr-defined]
        # Django's lazy user passes for a User in `isinstance`.
        person = request.user if isinstance(request.user, User) else None
        language = choose_language(user=person, tenant=tenant, request=request)
        request.LANGUAGE_CODE = language
        with translation.override(language), timezone.override(tenant.time_zone):
            if person is not None:
                note_seen(user=person, session_key=request.session.session_key)
            response = self.get_response(request)
        if "Content-Language" not in response.headers:
            response.headers["Content-Language"] = language
        return response


class DeviceMiddleware:
    """Gives a browser its cookie once somebody has come in from it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with the cookie where one is due."""
        response = self.get_response(request)
        send_device_cookie(request, response)
        return response
