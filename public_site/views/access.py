"""Who gets to see a page at all, and whose it is."""

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponseBase

from public_site.policies import is_staff
from tenants.accounts.api import User, asks

View = Callable[..., HttpResponseBase]


def person(request: HttpRequest) -> User:
    """Return who is signed in; only behind `login_required` or `for_staff`."""
    return cast(User, request.user)


def for_staff(view: View) -> View:
    """Let only the platform's staff in: sign-in for visitors, 403 for everybody else."""
    return asks(is_staff)(view)
