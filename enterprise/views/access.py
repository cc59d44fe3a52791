"""Who gets to see a page at all."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase

from enterprise.policies import may_manage_company, may_see_team
from tenants.accounts.api import User, require

View = Callable[..., HttpResponseBase]


def person(request: HttpRequest) -> User:
    """Return who is signed in, on pages that ask for it."""
    return cast(User, request.user)


def for_admins(view: View) -> View:
    """Let only the company's admins and owners in: sign-in for visitors, 403 for everybody else."""
    return _only(view, may_manage_company)


def for_managers(view: View) -> View:
    """Let managers, admins and owners in: sign-in for visitors, 403 for everybody else."""
    return _only(view, may_see_team)


def _only(view: View, predicate: Callable[[User | AnonymousUser], bool]) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        require(person(request), predicate)
        return view(request, *args, **kwargs)

    return login_required(guarded)
