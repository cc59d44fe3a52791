"""Tokens: one's own, and the company's. A secret is shown once, on the answer that made it."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tenants.accounts.api import User, asks, step_up_required
from tenants.api_access.enums import TokenKind
from tenants.api_access.forms.token import RotateForm, TokenForm
from tenants.api_access.policies import can_manage_company_tokens, scopes_offered
from tenants.api_access.selectors.token import TokenInfo, company_tokens, personal_tokens
from tenants.api_access.services.token import (
    NewToken,
    create_token,
    revoke_token,
    rotate_token,
)
from tenants.kernel.errors import DomainError, Missing


@dataclass(frozen=True)
class _Place:
    """Whose tokens a page is about."""

    kind: TokenKind
    template: str
    url: str
    rows: Callable[[User], list[TokenInfo]]


_OWN = _Place(
    TokenKind.PERSONAL, "account/tokens.html", "api_access:own", lambda user: personal_tokens(user)
)
_COMPANY = _Place(
    TokenKind.SERVICE,
    "api_access/company_tokens.html",
    "api_access_company:tokens",
    lambda user: company_tokens(),
)


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


@login_required
@never_cache
@require_http_methods(["GET", "HEAD"])
def own(request: HttpRequest) -> HttpResponse:
    """Show one's own tokens, and the form for another."""
    return _page(request, _OWN)


@step_up_required
@never_cache
@require_POST
def own_create(request: HttpRequest) -> HttpResponse:
    """Make a token of one's own, after proving once more who one is."""
    return _create(request, _OWN)


@step_up_required
@never_cache
@require_POST
def own_rotate(request: HttpRequest, token_id: UUID) -> HttpResponse:
    """Replace a token of one's own."""
    return _rotate(request, _OWN, token_id)


@login_required
@require_POST
def own_revoke(request: HttpRequest, token_id: UUID) -> HttpResponse:
    """End a token of one's own."""
    return _revoke(request, _OWN, token_id)


@asks(can_manage_company_tokens)
@never_cache
@require_http_methods(["GET", "HEAD"])
def company(request: HttpRequest) -> HttpResponse:
    """Show the company's tokens, and the form for another."""
    return _page(request, _COMPANY)


@asks(can_manage_company_tokens)
@step_up_required
@never_cache
@require_POST
def company_create(request: HttpRequest) -> HttpResponse:
    """Make a token of the company."""
    return _create(request, _COMPANY)


@asks(can_manage_company_tokens)
@step_up_required
@never_cache
@require_POST
def company_rotate(request: HttpRequest, token_id: UUID) -> HttpResponse:
    """Replace a token of the company."""
    return _rotate(request, _COMPANY, token_id)


@asks(can_manage_company_tokens)
@require_POST
def company_revoke(request: HttpRequest, token_id: UUID) -> HttpResponse:
    """End a token of the company."""
    return _revoke(request, _COMPANY, token_id)


def _page(
    request: HttpRequest,
    place: _Place,
    form: TokenForm | None = None,
    made: NewToken | None = None,
) -> HttpResponse:
    form = form or TokenForm(scopes=scopes_offered(place.kind))
    context = {
        "form": form,
        "rotate_form": RotateForm(),
        "tokens": place.rows(_person(request)),
        "made": made,
        "create_url": f"{place.url}_create" if place is _OWN else "api_access_company:create",
        "rotate_url": f"{place.url}_rotate" if place is _OWN else "api_access_company:rotate",
        "revoke_url": f"{place.url}_revoke" if place is _OWN else "api_access_company:revoke",
    }
    return render(request, place.template, context, status=422 if form.errors else 200)


def _create(request: HttpRequest, place: _Place) -> HttpResponse:
    form = TokenForm(request.POST, scopes=scopes_offered(place.kind))
    if form.is_valid():
        try:
            made = create_token(kind=place.kind, **form.cleaned_data, actor=_person(request))
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            return _page(request, place, made=made)
    return _page(request, place, form=form)


def _rotate(request: HttpRequest, place: _Place, token_id: UUID) -> HttpResponse:
    form = RotateForm(request.POST)
    hours = form.cleaned_data["overlap_hours"] if form.is_valid() else -1
    try:
        made = rotate_token(token_id=token_id, overlap_hours=hours, actor=_person(request))
    except Missing:
        raise
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(place.url)
    return _page(request, place, made=made)


def _revoke(request: HttpRequest, place: _Place, token_id: UUID) -> HttpResponse:
    if revoke_token(token_id=token_id, actor=_person(request)):
        messages.success(request, _("The token is revoked. Programs that use it are refused now."))
    return redirect(place.url)
