"""The bell's page: what one was told, read and unread."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from tenants.kernel.errors import Invalid
from tenants.notify.forms.listing import PageForm
from tenants.notify.policies import may_manage_messages
from tenants.notify.selectors.centre import PAGE_SIZE, own_notifications, shown
from tenants.notify.services.reading import count_again, mark, mark_all_read, mark_unread_again
from tenants.notify.views.access import person


@login_required
@require_safe
def centre(request: HttpRequest) -> HttpResponse:
    """Show a person's messages, the latest first."""
    user, wanted = person(request), PageForm(request.GET).read()
    rows = own_notifications(user, unread_only=wanted.unread_only)
    pages = Paginator(rows, PAGE_SIZE).get_page(wanted.page)
    unread = count_again(user=user)
    chips = [
        {"label": _("All"), "url": "?", "current": not wanted.unread_only},
        {
            "label": _("Unread"),
            "url": "?show=unread",
            "current": wanted.unread_only,
            "count": unread,
        },
    ]
    context = {
        "pages": pages,
        "rows": shown(pages, user=user),
        "chips": chips,
        "unread": unread,
        "unread_only": wanted.unread_only,
        "keeps_messages": may_manage_messages(user),
    }
    return render(request, "notify/centre.html", context)


@login_required
@require_safe
def open_one(request: HttpRequest, notification_id: UUID) -> HttpResponse:
    """Mark a message as read and lead to what it is about."""
    row = mark(user=person(request), notification_id=notification_id, read=True)
    if url_has_allowed_host_and_scheme(row.url, allowed_hosts=None):
        return HttpResponseRedirect(row.url)
    return redirect("notify:centre")


@login_required
@require_POST
def set_read(request: HttpRequest, notification_id: UUID) -> HttpResponse:
    """Mark a message as read or unread; htmx gets the one line again."""
    user = person(request)
    row = mark(user=user, notification_id=notification_id, read=request.POST.get("read") != "0")
    if request.htmx:  # type: ignore[attr-defined]
        (line,) = shown([row], user=user)
        return render(request, "notify/_line.html", {"row": line})
    return redirect("notify:centre")


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read; the toast takes it back."""
    count, moment = mark_all_read(user=person(request))
    text = ngettext("%(n)d message is read.", "%(n)d messages are read.", count) % {"n": count}
    undo = f"{reverse('notify:unread_again')}?at={moment:%Y-%m-%dT%H:%M:%S.%f}Z"
    messages.success(request, text, extra_tags=f"undo:{undo}" if count else "")
    return redirect("notify:centre")


@login_required
@require_POST
def unread_again(request: HttpRequest) -> HttpResponse:
    """Undo "mark all as read"."""
    try:
        moment = datetime.fromisoformat(request.GET.get("at", ""))
        if moment.tzinfo is None:
            raise ValueError("no zone")
    except ValueError as error:
        raise Invalid(_("This link does not say what to take back.")) from error
    mark_unread_again(user=person(request), moment=moment)
    return redirect("notify:centre")
