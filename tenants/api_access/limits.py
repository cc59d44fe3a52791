"""How often the API may be called: per token, person and company, and by strangers per address; told in every answer.

Counted in Redis, in windows of a minute. When Redis is away nothing is counted and calls go through:
the limits keep one program from crowding out others; they guard no secret, and a company's API must
not stand still because a cache does. Headers: draft-ietf-httpapi-ratelimit-headers-10.
"""

import math
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from tenants.accounts.api import User, network_of
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


def count_call(request: Request, *, stranger: bool = False) -> list[Allowance]:
    """Count one call against every limit it falls under, once however often it is asked.

    Strangers, and tokens that are not good here, count by their network alone: what they do must not
    use up what a company's own programs may. For the same reason a call that is refused by the token's
    or the person's own limit does not count against the company's.

    Args:
        request: DRF's; what is left is remembered on Django's, for the answer's headers.
        stranger: whether nobody is to be asked who calls, since just that has failed.

    Returns:
        What is left of each; below zero means one too many.
    """
    known: list[Allowance] | None = getattr(request._request, "api_allowances", None)
    if known is None:
        known = request._request.api_allowances = _taken(request, stranger)  # type: ignore[attr-defined]
    return known


def refuse_too_many(request: Request, *, stranger: bool = False) -> None:
    """Count a call as `count_call` does.

    Raises:
        Throttled: when a limit has no room for it.
    """
    over = [one.resets_in for one in count_call(request, stranger=stranger) if one.left < 0]
    if over:
        raise Throttled(wait=max(over))


def _taken(request: Request, stranger: bool) -> list[Allowance]:
    quotas: dict[str, int] = settings.API_LIMITS
    if stranger or not isinstance(request.user, User | ServicePrincipal):
        return [take("address", network_of(request._request), quotas["address"])]
    found = []
    token: Any = request.auth
    if token is not None:
        found.append(take("token", token.family.hex, quotas["token"]))
    if isinstance(request.user, User):
        found.append(take("person", request.user.id.hex, quotas["person"]))
    if not current_tenant().is_public and all(one.left >= 0 for one in found):
        found.append(take("company", "all", quotas["company"]))
    return found


class RateLimits(BaseThrottle):
    """DRF's door to the limits; the middleware writes what it found into the answer.

    DRF asks it after the permissions. `calls` has counted then, so that refused calls count, too.
    """

    _wait: float | None = None

    def allow_request(self, request: Request, view: Any) -> bool:
        """Count, unless that was done, and say whether every limit still has room."""
        over = [one.resets_in for one in count_call(request) if one.left < 0]
        self._wait = max(over) if over else None
        return not over

    def wait(self) -> float | None:
        """Return after how many seconds it is worth trying again."""
        return self._wait
