"""The proxy asks: may it get a certificate for this host? Caddy's on-demand TLS does so.

`GET /internal/tls-allowed?domain=learn.example.com` answers 200 for a host of a living company, 404 for
every other. Anybody can make a proxy ask about any name, so answers are remembered, and only so many new
names are looked up in a second.
"""

import ipaddress
import re
import time
from collections.abc import Callable
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from tenants.kernel.directory import tenant_by_host

PATH = "/internal/tls-allowed"
SECRET_HEADER = "X-Internal-Secret"  # noqa: S105  (a header's name)
_FORWARDED = ("X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "X-Real-Ip")
_YES_SECONDS, _NO_SECONDS = 10.0, 60.0
_MOST_NAMES = 10_000
_LOOKUPS_PER_SECOND, _BURST = 20.0, 100.0
_LONGEST_NAME = 253
_NAME = re.compile(r"[a-z0-9.-]+")


class Answers:
    """Remembers which hosts may have a certificate, and holds back when too many new ones are asked."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.forget()

    def forget(self) -> None:
        """Begin anew, with a full allowance."""
        with self._lock:
            self._known: dict[str, tuple[float, bool]] = {}
            self._left, self._since = _BURST, time.monotonic()

    def ask(self, host: str) -> bool | None:
        """Return whether a host may have a certificate, or None when too much is asked right now."""
        moment = time.monotonic()
        known = self._known.get(host)
        if known and known[0] > moment:
            return known[1]
        with self._lock:
            self._left = min(_BURST, self._left + (moment - self._since) * _LOOKUPS_PER_SECOND)
            self._since = moment
            if self._left < 1:
                return None
            self._left -= 1
        tenant = tenant_by_host(host)
        allowed = tenant is not None and not tenant.is_public
        with self._lock:
            if len(self._known) >= _MOST_NAMES:
                self._known.clear()
            self._known[host] = (moment + (_YES_SECONDS if allowed else _NO_SECONDS), allowed)
        return allowed


answers = Answers()


class CertificateMiddleware:
    """Answers the proxy before hosts come into play. Nobody else learns that there is such a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path != PATH:
            return self.get_response(request)
        if not _is_proxy(request):
            return _plain(404)
        host = request.GET.get("domain", "").lower().rstrip(".")
        if len(host) > _LONGEST_NAME or not _NAME.fullmatch(host):
            return _plain(404)
        allowed = answers.ask(host)
        return _plain(429 if allowed is None else 200 if allowed else 404)


def _is_proxy(request: HttpRequest) -> bool:
    """Whether the proxy itself asks: with the secret, or from this machine and for nobody else."""
    given = request.headers.get(SECRET_HEADER) or request.GET.get("secret", "")
    if settings.INTERNAL_SECRET:
        return constant_time_compare(given, settings.INTERNAL_SECRET)
    if any(request.headers.get(name) for name in _FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _plain(status: int) -> HttpResponse:
    text = {200: "ok\n", 404: "Not found\n", 429: "Later\n"}[status]
    return HttpResponse(text, status=status, content_type="text/plain")
