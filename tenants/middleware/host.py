"""From the host name to the company, its schema and its URLs."""

import time
from collections.abc import Callable
from threading import Lock

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.request import split_domain_port
from django.urls import set_urlconf

from tenants.kernel.directory import public_tenant, tenant_by_host, tenant_by_slug
from tenants.kernel.directory_news import DirectoryNews
from tenants.kernel.names import link, origin
from tenants.schemas import TenantInfo, in_tenant, lives_here

# As long as changes are heard of, a host is looked up now and then, in case one was not sent.
_SECONDS_HEARING, _SECONDS_DEAF = 30.0, 5.0
_MOST_HOSTS = 10_000


class HostMap:
    """Remembers whose host is whose, until something changes or a while is over. Hosts of nobody are not remembered."""

    def __init__(self) -> None:
        """Begin knowing nothing."""
        self._known: dict[str, tuple[float, TenantInfo]] = {}
        self._lock = Lock()
        self._changes = 0
        self._news = DirectoryNews(self.forget)

    def listen(self) -> None:
        """Hear of changes that other processes make, from now on."""
        self._news.listen()

    def find(self, host: str) -> TenantInfo | None:
        """Return whose host it is."""
        known = self._known.get(host)
        if known and time.monotonic() < known[0] + self._seconds():
            return known[1]
        changes, moment = self._changes, time.monotonic()
        tenant = _look_up(host)
        with self._lock:
            if tenant is None:
                self._known.pop(host, None)
            elif self._changes == changes:  # else what was read may be older than the change
                if len(self._known) >= _MOST_HOSTS:
                    self._known.clear()
                self._known[host] = (moment, tenant)
        return tenant

    def forget(self) -> None:
        """Forget every host, after a company changed."""
        with self._lock:
            self._changes += 1
            self._known.clear()

    def _seconds(self) -> float:
        return _SECONDS_HEARING if self._news.is_heard else _SECONDS_DEAF


def is_content_host(host: str) -> bool:
    """Whether uploads are served on this host."""
    return host == settings.CONTENT_DOMAIN or host.endswith(f".{settings.CONTENT_DOMAIN}")


def _look_up(host: str) -> TenantInfo | None:
    if not is_content_host(host):
        return tenant_by_host(host)
    slug = host.removesuffix(settings.CONTENT_DOMAIN).rstrip(".")
    return tenant_by_slug(slug) if slug else public_tenant()


hosts = HostMap()

# What answers at every address of a company: programs, an owner's way back in should the main address
# fail, and what those pages are made of, as a page loads such things from its own host alone.
_ANYWHERE = (
    "/api/",
    "/scim/",
    "/xapi/",
    "/lti/",
    "/sso/",
    "/account/",
    "/manage/company/",
    "/brand.css",
    "/brand/",
    "/favicon.ico",
    "/manifest.webmanifest",
    "/app-worker.js",
    "/offline/",
)


def _moved_to(request: HttpRequest, host: str, tenant: TenantInfo) -> HttpResponse | None:
    """Return the way to a company's main address, when a page was asked for at another of its own."""
    if (
        tenant.is_public
        or host == tenant.domain
        or not tenant.domain
        or is_content_host(host)
        or request.method not in ("GET", "HEAD")
        or request.path.startswith(_ANYWHERE)
    ):
        return None
    # Not for ever: the main address may change again.
    return HttpResponseRedirect(link(request.get_full_path(), tenant))


def _let_forms_lead_on(response: HttpResponse, tenant: TenantInfo) -> None:
    """Name the main address in `form-action`: browsers hold the redirects after a form to it.

    Who signs in or out at another address of the company is led to the main one, and would else stay
    where they are with nothing to be seen.
    """
    policy = response.get("Content-Security-Policy", "")
    if policy and tenant.domain:
        mine = f"form-action 'self' {origin(tenant)}"
        response["Content-Security-Policy"] = policy.replace("form-action 'self'", mine)


def _misdirected(tenant: TenantInfo) -> HttpResponse:
    """Tell the proxy where a host lives (RFC 9110, section 15.5.20); people see what it makes of that."""
    return HttpResponse(
        "This host is served by another cluster of ours. Try again in a moment.\n",
        status=421,
        content_type="text/plain",
        headers={"X-Cluster": tenant.cluster, "Cache-Control": "no-store"},
    )


class HostMiddleware:
    """Enters the schema of the request's host. An unknown host gets a 404 that names nobody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        host = split_domain_port(request.META.get("HTTP_HOST", ""))[0].rstrip(".").lower()
        tenant = hosts.find(host) if host else None
        if tenant is None:
            return HttpResponse("Not found\n", status=404, content_type="text/plain")
        request.tenant = tenant  # type: ignore[attr-defined]
        if is_content_host(host):
            request.urlconf = settings.CONTENT_URLCONF  # type: ignore[attr-defined]
        else:
            request.urlconf = (  # type: ignore[attr-defined]
                settings.PUBLIC_URLCONF if tenant.is_public else settings.TENANT_URLCONF
            )
        if not lives_here(tenant):
            return _misdirected(tenant)
        if moved := _moved_to(request, host, tenant):
            return moved
        # Pages that a middleware answers with reverse their addresses, too.
        set_urlconf(request.urlconf)  # type: ignore[attr-defined]
        structlog.contextvars.bind_contextvars(tenant=tenant.schema_name)
        with in_tenant(tenant):
            response = self.get_response(request)
        if not tenant.is_public and host != tenant.domain:
            _let_forms_lead_on(response, tenant)
        ours = host == settings.BASE_DOMAIN or host.endswith(f".{settings.BASE_DOMAIN}")
        if not ours and "Strict-Transport-Security" in response:
            # On a company's own domain we speak for this host alone, not for those beneath it.
            response["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}"
        return response
