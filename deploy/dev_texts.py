"""The development page of text messages: what Twilio's counterpart on this machine took instead of sending it.

Not in production: the URL exists only where DEV_PAGES is set.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from deploy.local.counterparts.shelf import Shelf

_MOST_SHOWN = 200
_NO_DIGIT = re.compile(r"\D")


@dataclass(frozen=True)
class Taken:
    """One text the counterpart took."""

    at: datetime
    channel: str
    to: str
    sender: str
    body: str
    segments: str
    registered: str


def _taken() -> list[Taken]:
    box = settings.DEV_TEXT_BOX
    if box is None or not box.is_dir():
        return []
    kept = sorted(
        Shelf(box).newest_first(most=2000), key=lambda one: str(one["received_at"]), reverse=True
    )
    return [
        Taken(
            at=datetime.fromisoformat(one["received_at"]),
            channel="WhatsApp" if one["to"].startswith("whatsapp:") else "SMS",
            to=one["to"].removeprefix("whatsapp:"),
            sender=(one["from"] or one["messaging_service_sid"] or "").removeprefix("whatsapp:"),
            body=one["body"],
            segments=one["num_segments"],
            registered=one["dlt_template_id"] or one["content_sid"],
        )
        for one in kept
    ]


@require_GET
def texts(request: HttpRequest) -> HttpResponse:
    """Show what was taken, newest first; `?to=` narrows it to one number, given in any way."""
    wanted = request.GET.get("to", "")
    digits = _NO_DIGIT.sub("", wanted)
    taken = [text for text in _taken() if digits in _NO_DIGIT.sub("", text.to)][:_MOST_SHOWN]
    return render(request, "dev/texts.html", {"texts": taken, "to": wanted})
