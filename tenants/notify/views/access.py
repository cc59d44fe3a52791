"""Who gets to see a page at all."""

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponseBase

from tenants.accounts.api import User, asks
from tenants.notify.policies import may_manage_messages

View = Callable[..., HttpResponseBase]


def person(request: HttpRequest) -> User:
    """Return who is signed in, on pages that ask for it."""
    return cast(User, request.user)


def for_keepers(view: View) -> View:
    """Let in who manages the messages of this host: sign-in for visitors, 403 for everybody else."""
    return asks(may_manage_messages)(view)
