"""Coming in and leaving on a support visit, on a company's host."""

from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tenants.privacy.middleware import SESSION_KEY
from tenants.privacy.services.support import begin_visit, end_visit
from tenants.schemas import current_tenant


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Show the door, and open it when asked: a link alone, or a preview of it, opens nothing."""
    if current_tenant().is_public:
        raise Http404
    ticket = request.POST.get("ticket") or request.GET.get("ticket") or ""
    if request.method != "POST":
        return render(request, "privacy/support_enter.html", {"ticket": ticket})
    visit = begin_visit(ticket=ticket)
    # Whoever was signed in here in this browser is not any more; nothing of theirs is carried over.
    logout(request)
    request.session[SESSION_KEY] = str(visit.id)
    return redirect("/manage/")


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Close the visit."""
    key = request.session.get(SESSION_KEY)
    if key is None:
        raise Http404
    end_visit(visit_id=key)
    request.session.flush()
    return redirect("/")
