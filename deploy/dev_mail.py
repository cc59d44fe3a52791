"""The development mailbox: what the local SMTP catcher received for this host's company.

Not in production: a system check refuses it, and the URLs exist only where DEV_PAGES is set.
"""

import email
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

_MOST_SHOWN = 200


@dataclass(frozen=True)
class Caught:
    """One message the catcher wrote."""

    name: str
    to: str
    sender: str
    subject: str
    date: str
    text: str
    html: str


def _read(path: Path) -> Caught:
    message = email.message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=default)
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    return Caught(
        name=path.stem,
        to=str(message["To"]),
        sender=str(message["From"]),
        subject=str(message["Subject"]),
        date=str(message["Date"]),
        text=text.get_content() if text else "",
        html=html.get_content() if html else "",
    )


def _files() -> list[Path]:
    box = settings.DEV_MAIL_BOX
    if box is None or not box.is_dir():
        return []
    return sorted(box.glob("*.eml"), reverse=True)


@require_GET
def mailbox(request: HttpRequest) -> HttpResponse:
    """Show what was sent, newest first; `?to=` narrows it to one address."""
    wanted = request.GET.get("to", "").lower()
    caught = [
        message
        for message in map(_read, _files()[:_MOST_SHOWN])
        if not wanted or wanted in message.to.lower()
    ]
    return render(request, "dev/mailbox.html", {"messages_caught": caught, "to": wanted})


@require_GET
def message_page(request: HttpRequest, name: str) -> HttpResponse:
    """Show one message as it arrived."""
    return render(request, "dev/message.html", {"caught": _find(name)})


@require_GET
@csp_replace({"style-src": ["'unsafe-inline'"], "img-src": ["*", "data:"]})  # type: ignore[arg-type]  # django-csp types views of one argument only
def message_html(request: HttpRequest, name: str) -> HttpResponse:
    """Show the HTML part alone; its styles are inline, as mail programs want them."""
    return HttpResponse(_find(name).html)


def _find(name: str) -> Caught:
    for path in _files():
        if path.stem == name:
            return _read(path)
    raise Http404
