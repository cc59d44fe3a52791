"""The gate before a page: it names the rule it asks, so that tests find every page of an action."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase

from tenants.accounts.models import User
from tenants.accounts.policies import Predicate, require

View = Callable[..., HttpResponseBase]


def asks(rule: Predicate) -> Callable[[View], View]:
    """Let those in whom a rule allows: sign-in for visitors, 403 for everybody else.

    The view carries the rule as `rule`; the access tests walk the URL table by it.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            require(cast(User, request.user), rule)
            return view(request, *args, **kwargs)

        guarded.rule = rule  # type: ignore[attr-defined]
        return login_required(guarded)

    return guard
