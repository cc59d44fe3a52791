"""The service worker and the page it shows without a connection, on both kinds of host."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from enterprise.api import brand_of_company
from tenants.schemas import current_tenant

_ICON = "img/icon-192.png"
# All that the offline page needs; a test compares it with what the page asks for.
SHELL_FILES = (
    *(
        f"css/{name}.css"
        for name in (
            "reset",
            "fonts",
            "tokens",
            "base",
            "components/frame",
            "components/controls",
            "components/feedback",
            "utilities",
        )
    ),
    "js/offline.js",
    "fonts/inter-latin.woff2",
    "fonts/noto-sans-latin.woff2",
    "img/sprite.svg",
    "img/icon.svg",
    _ICON,
)


@require_safe
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """Answer the worker from the root, as it may only serve what lies below its own path."""
    text = _source()
    shell: dict[str, Any] = {
        "offline": reverse("offline"),
        "icon": static(_ICON),
        "files": [static(name) for name in SHELL_FILES],
    }
    tenant = current_tenant()
    # In the company's language: the worker is the same for everybody who uses the browser.
    with translation.override(tenant.locale or "en"):
        shell["message"] = {
            "title": tenant.name,
            "body": gettext("There is something new for you."),
            "tag": "something-new",
            "url": reverse("notify:centre"),
        }
    if not tenant.is_public:
        shell["files"] = [*shell["files"], brand_of_company().css_url]
    # A worker is new when its bytes are: another file or another text makes another version.
    facts = json.dumps(shell, sort_keys=True)
    shell["version"] = hashlib.sha256(f"{facts}{text}{_digest()}".encode()).hexdigest()[:12]
    body = f"const SHELL = {json.dumps(shell)};\n{text}"
    return HttpResponse(body, content_type="text/javascript; charset=utf-8")


@require_safe
@cache_control(no_cache=True)
def offline(request: HttpRequest) -> HttpResponse:
    """Answer the page that is kept for when there is no connection; it knows nobody.

    `?lang=` says in which language, as the worker asks without cookies.
    """
    wanted = request.GET.get("lang", "")
    known = dict(settings.LANGUAGES)
    language = wanted if wanted in known else translation.get_language() or "en"
    with translation.override(language):
        return render(request, "errors/offline.html")


@lru_cache(maxsize=1)
def _source() -> str:
    return _read("js/app-worker.js").decode()


@lru_cache(maxsize=1)
def _digest() -> str:
    """Of all files of the shell: in development their names do not change with what is in them."""
    together = hashlib.sha256()
    for name in SHELL_FILES:
        together.update(_read(name))
    return together.hexdigest()


def _read(name: str) -> bytes:
    found = finders.find(name)
    assert isinstance(found, str), name
    return Path(found).read_bytes()
