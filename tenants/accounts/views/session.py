"""Where one is signed in, and how one came in before."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tenants.accounts.models import User
from tenants.accounts.selectors.session import history_of, sessions_of
from tenants.accounts.services.session import end_other_sessions, end_session
from tenants.kernel.errors import Missing

_PER_PAGE = 30


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


@login_required
@never_cache
@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """List every place where one is signed in."""
    found = sessions_of(_user(request), current=request.session.session_key or "")
    return render(request, "account/sessions.html", {"sessions": found})


@login_required
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """Sign out one other place."""
    number = request.POST.get("session", "")
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        raise Missing(_("You are not signed in there."))
    end_session(user=_user(request), session_id=int(number))
    messages.success(request, _("Signed out there."))
    return redirect("accounts:sessions")


@login_required
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    ended = end_other_sessions(user=_user(request), keep=request.session.session_key or "")
    messages.success(
        request,
        ngettext("Signed out in %(n)d place.", "Signed out in %(n)d places.", ended) % {"n": ended},
    )
    return redirect("accounts:sessions")


@login_required
@never_cache
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """List how one came in, and who tried to."""
    pages = Paginator(history_of(_user(request)), _PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    return render(request, "account/history.html", {"page": page, "records": page.object_list})
