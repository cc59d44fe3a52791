"""The URL table of a company's host, as cases: address × verb × role × whose ids."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

VERBS = ("get", "post", "put", "patch", "delete")
ROLES = ("anonymous", "learner", "manager", "author", "admin", "owner")
# Not ids of anything: signed tokens and digests, tried by the tests of what signs them; `name` is the
# development mailbox, which shows everybody's mail and cannot be switched on in production.
# A `text_id` counts only under a signature over it and the host: tests/tenants/kernel/test_texts.py.
TOKENS = {"token", "key", "uidb36", "digest", "name", "text_id"}
_ROUTE_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")


@dataclass(frozen=True)
class Endpoint:
    """One address. `template` has `{parameter}` where an id stands."""

    template: str
    parameters: tuple[str, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """The parameters that are ids of something in the company."""
        return tuple(name for name in self.parameters if name not in TOKENS)

    def __str__(self) -> str:
        return self.template


def endpoints(urlconf: str = "deploy.urls_tenant") -> list[Endpoint]:
    """Return every address of a URL configuration."""
    return [
        Endpoint(
            template="/" + _ROUTE_PARAMETER.sub(lambda m: "{" + (m[1] or m[2]) + "}", route),
            parameters=tuple(m[1] or m[2] for m in _ROUTE_PARAMETER.finditer(route)),
        )
        for route in sorted(set(_routes(get_resolver(urlconf))))
    ]


def addressed() -> list[Endpoint]:
    """Return the addresses that name something by its id."""
    return [endpoint for endpoint in endpoints() if endpoint.ids]


def _routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = before + re.sub(r"^\^|\$$", "", str(pattern.pattern).replace("\\.", "."))
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield route
