"""Whose page it is."""

from typing import cast
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from learning.credentials.models import Certificate
from learning.credentials.selectors.certificate import own_certificates
from tenants.accounts.api import User
from tenants.schemas import TenantInfo


def person(request: HttpRequest) -> User:
    """Return who is signed in; for views behind `login_required`."""
    return cast(User, request.user)


def tenant(request: HttpRequest) -> TenantInfo:
    """Return whose host was asked."""
    return cast(TenantInfo, request.tenant)  # type: ignore[attr-defined]


def own_or_404(request: HttpRequest, certificate_id: UUID) -> Certificate:
    """Return the visitor's certificate; another person's is answered as one that does not exist."""
    return get_object_or_404(own_certificates(person(request).id), id=certificate_id)
