"""How often the API may be called: per token, person and company, told in every answer.

Counted in Redis, in windows of a minute. When Redis is away nothing is counted and calls go through:
the limits keep one program from crowding out others; they guard no secret, and a company's API must
not stand still because a cache does. Headers: draft-ietf-httpapi-ratelimit-headers-10.
"""

import math
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from tenants.accounts.api import User
from tenants.api_access.principal import ServicePrincipal
from tenants.kernel.clock import now
from tenants.schemas import current_tenant

WINDOW_SECONDS = 60


@dataclass(frozen=True)
class Allowance:
    """What is left of one limit: so many calls in so many seconds."""

    name: str
    quota: int
    left: int
    resets_in: int

    @property
    def policy(self) -> str:
        """The limit itself, as RateLimit-Policy says it."""
        return f'"{self.name}";q={self.quota};w={WINDOW_SECONDS}'

    @property
    def state(self) -> str:
        """What is left of it, as RateLimit says it."""
        return f'"{self.name}";r={max(0, self.left)};t={self.resets_in}'


def take(name: str, key: str, quota: int) -> Allowance:
    """Count one call and return what is left; below zero means one too many."""
    second = now().timestamp()
    window = int(second // WINDOW_SECONDS)
    counter = f"api:{name}:{key}:{window}"
    cache.add(counter, 0, timeout=2 * WINDOW_SECONDS)
    try:
        used = cache.incr(counter)
    except ValueError:  # gone between the two
        used = 1
    resets_in = math.ceil((window + 1) * WINDOW_SECONDS - second)
    return Allowance(name=name, quota=quota, left=quota - used, resets_in=max(1, resets_in))


def takings(request: Request) -> list[Allowance]:
    """Count one call against every limit it falls under."""
    quotas: dict[str, int] = settings.API_LIMITS
    found = []
    token = getattr(request, "auth", None)
    if token is not None:
        found.append(take("token", token.family.hex, quotas["token"]))
    if isinstance(request.user, User):
        found.append(take("person", request.user.id.hex, quotas["person"]))
    elif not isinstance(request.user, ServicePrincipal):
        found.append(take("address", _address(request), quotas["address"]))
    if not current_tenant().is_public:
        found.append(take("company", "all", quotas["company"]))
    return found


def _address(request: Request) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


class RateLimits(BaseThrottle):
    """DRF's door to the limits; the middleware writes what it found into the answer."""

    _wait: float | None = None

    def allow_request(self, request: Request, view: Any) -> bool:
        """Count, and say whether every limit still has room."""
        found = takings(request)
        request._request.api_allowances = found  # type: ignore[attr-defined]
        over = [one.resets_in for one in found if one.left < 0]
        self._wait = max(over) if over else None
        return not over

    def wait(self) -> float | None:
        """Return after how many seconds it is worth trying again."""
        return self._wait
