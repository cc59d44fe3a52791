"""The language switch: one button per language, on every page. The page stays the same."""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from tenants.accounts.forms import LanguageForm
from tenants.accounts.models import User
from tenants.accounts.services.profile import choose_language

_COOKIE_AGE = 365 * 24 * 3600


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep a language and go back to the page; one that we do not have changes nothing.

    Somebody signed in keeps it with their account, a visitor on this device.
    """
    form = LanguageForm(request.POST)
    response = HttpResponseRedirect(_back(request.POST.get("next", "")))
    if not form.is_valid():
        return response
    language = form.cleaned_data["language"]
    if isinstance(request.user, User):
        choose_language(user=request.user, language=language)
    else:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=_COOKIE_AGE,
            samesite="Lax",
            httponly=True,
            secure=request.is_secure(),
        )
    return response


def _back(asked: str) -> str:
    """The page the button stood on, without a language in its address, which would win."""
    if not url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return "/"
    parts = urlsplit(asked)
    kept = [(key, value) for key, value in parse_qsl(parts.query, True) if key != "lang"]
    return urlunsplit(("", "", parts.path or "/", urlencode(kept), ""))
