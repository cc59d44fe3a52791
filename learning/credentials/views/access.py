"""Whose page it is."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

from learning.credentials.models import Certificate
from learning.credentials.policies import may_manage_certificates
from learning.credentials.selectors.certificate import own_certificates
from tenants.accounts.api import User, require
from tenants.schemas import TenantInfo

View = Callable[..., HttpResponseBase]


def person(request: HttpRequest) -> User:
    """Return who is signed in; for views behind `login_required`."""
    return cast(User, request.user)


def tenant(request: HttpRequest) -> TenantInfo:
    """Return whose host was asked."""
    return cast(TenantInfo, request.tenant)  # type: ignore[attr-defined]


def own_or_404(request: HttpRequest, certificate_id: UUID) -> Certificate:
    """Return the visitor's certificate; another person's is answered as one that does not exist."""
    return get_object_or_404(own_certificates(person(request).id), id=certificate_id)


def for_managers_of_certificates(view: View) -> View:
    """Let only those in who manage certificates: sign-in for visitors, 403 for everybody else."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        require(person(request), may_manage_certificates)
        return view(request, *args, **kwargs)

    return login_required(guarded)
