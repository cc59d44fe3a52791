"""Proving once more who one is, before something sensitive ("sudo mode").

`@step_up_required` on a view: somebody whose last proof is older than ten minutes is asked for it
(password, app, passkey, or a code by mail) and comes back; a form that was sent is sent again for them.
`@proved_address_required`: the same for a confirmed e-mail address, which a founder may still owe.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from tenants.accounts.models import User
from tenants.accounts.proofs import proved_recently
from tenants.accounts.services.address import is_proved

View = Callable[..., HttpResponseBase]


def step_up_required(view: View) -> View:
    """Let a view be reached only with a proof of the last ten minutes."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        require_step_up(request)
        return view(request, *args, **kwargs)

    return login_required(guarded)


def require_step_up(request: HttpRequest) -> None:
    """Ask for a proof of the last ten minutes, from inside a view.

    Raises:
        ReauthenticationRequired: which the middleware answers with the page that asks.
    """
    if proved_recently(request):
        return
    if any("password" in name for name in request.POST):
        # A form that waits is kept in the session; a password must not lie there.
        ways = get_adapter(request).get_reauthentication_methods(request.user)
        where = ways[0]["url"] if ways else reverse("account_login")
        raise ImmediateHttpResponse(redirect(f"{where}?{urlencode({'next': request.path})}"))
    raise ReauthenticationRequired


def proved_address_required(view: View) -> View:
    """Let a view be reached only by who has confirmed their e-mail address, or has none."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        assert isinstance(request.user, User)
        if not is_proved(user=request.user):
            messages.warning(
                request, _("Confirm your e-mail address first: this is too sensitive without it.")
            )
            return redirect("account_email")
        return view(request, *args, **kwargs)

    return login_required(guarded)
