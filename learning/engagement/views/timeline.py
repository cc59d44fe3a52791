"""What one has done, the latest first."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from learning.engagement.enums import Done
from learning.engagement.selectors.timeline import line_of, timeline_page
from tenants.accounts.api import User


@login_required
@require_safe
def timeline(request: HttpRequest) -> HttpResponse:
    """Show a page of one's own timeline, all kinds or one."""
    kind = request.GET.get("kind", "")
    shown = Done(kind) if kind in Done.values else None
    asked = request.GET.get("page", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    page = timeline_page(cast(User, request.user).id, kind=shown or "", page=number)
    chips = [
        {"url": f"?kind={one.value}" if one else "?", "label": label, "current": one == shown}
        for one, label in [(None, _("All")), *((one, one.label) for one in Done)]
    ]
    context = {
        "pages": page,
        "lines": [line_of(row) for row in page.object_list],
        "chips": chips,
        "kind": shown,
    }
    return render(request, "learning/engagement/timeline.html", context)
