"""Team chats. Saving and trying ask the network, so those run without a transaction around them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenants.kernel.errors import DomainError, Invalid
from tenants.notify.forms.manage import ChatForm
from tenants.notify.models import ChatChannel
from tenants.notify.selectors.manage import chat_row, chat_rows
from tenants.notify.services.chat import remove_chat, restore_chat, save_chat, try_chat
from tenants.notify.views.access import for_keepers, person


@for_keepers
@require_safe
def chats(request: HttpRequest) -> HttpResponse:
    """Show the connected chats."""
    return render(request, "notify/chats.html", {"rows": chat_rows()})


@transaction.non_atomic_requests
@for_keepers
@require_http_methods(["GET", "POST"])
def chat_new(request: HttpRequest) -> HttpResponse:
    """Connect a chat."""
    form = ChatForm(request.POST or None, is_new=True)
    if request.method == "POST" and form.is_valid():
        row = _save(request, form, None)
        if row is not None:
            messages.success(
                request, _("%(name)s is connected. Send a test message.") % {"name": row.name}
            )
            return redirect("notify_admin:chat", row.id)
    context = {"form": form, "row": None}
    return render(request, "notify/chat.html", context, status=422 if form.errors else 200)


@transaction.non_atomic_requests
@for_keepers
@require_http_methods(["GET", "POST"])
def chat(request: HttpRequest, chat_id: UUID) -> HttpResponse:
    """Show and change one chat."""
    found = get_object_or_404(ChatChannel, id=chat_id, removed_at__isnull=True)
    initial: dict[str, Any] = {
        "name": found.name,
        "service": found.service,
        "kinds": found.kinds,
    }
    form = ChatForm(request.POST or None, initial=initial, is_new=False)
    if request.method == "POST" and form.is_valid():
        row = _save(request, form, chat_id)
        if row is not None:
            messages.success(request, _("%(name)s is saved.") % {"name": row.name})
            return redirect("notify_admin:chat", row.id)
    context = {"form": form, "row": chat_row(found)}
    return render(request, "notify/chat.html", context, status=422 if form.errors else 200)


@transaction.non_atomic_requests
@for_keepers
@require_POST
def chat_try(request: HttpRequest, chat_id: UUID) -> HttpResponse:
    """Post a test message."""
    try:
        row = try_chat(chat_id=chat_id, actor=person(request))
    except Invalid as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The test message arrived at %(name)s.") % {"name": row.name})
    return redirect("notify_admin:chat", chat_id)


@for_keepers
@require_POST
def chat_remove(request: HttpRequest, chat_id: UUID) -> HttpResponse:
    """Send nothing there any more."""
    row = remove_chat(chat_id=chat_id, actor=person(request))
    undo = reverse("notify_admin:chat_restore", args=[row.id])
    messages.success(
        request, _("%(name)s is removed.") % {"name": row.name}, extra_tags=f"undo:{undo}"
    )
    return redirect("notify_admin:chats")


@for_keepers
@require_POST
def chat_restore(request: HttpRequest, chat_id: UUID) -> HttpResponse:
    """Undo it."""
    restore_chat(chat_id=chat_id, actor=person(request))
    return redirect("notify_admin:chats")


def _save(request: HttpRequest, form: ChatForm, chat_id: UUID | None) -> ChatChannel | None:
    try:
        return save_chat(chat_id=chat_id, actor=person(request), **form.cleaned_data)
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return None
