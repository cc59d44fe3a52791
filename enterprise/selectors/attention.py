"""What needs an admin today: each line counts what the list behind its link shows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enterprise.models import ImportState, PeopleImport
from enterprise.selectors.assignment import count_due_soon
from enterprise.selectors.figures import Figures
from learning.catalogue.api import unprepared_videos
from tenants.accounts.api import InvitationFilter, InvitationState, SeatUsage, count_invitations
from tenants.api import pending_domains
from tenants.privacy.api import count_undecided

# From here on seats are said to run out: so many in a hundred are taken.
SEATS_NEARLY = 90
_MOST_NAMED = 3


@dataclass(frozen=True)
class Item:
    """One line: what it is, how pressing (`bad`, `warn` or empty), and where it is dealt with."""

    text: str
    url: str
    tone: str = ""


def attention(*, figures: Figures, seats: SeatUsage | None, now: datetime) -> tuple[Item, ...]:
    """Return what needs an admin, the most pressing first. Six queries.

    Args:
        figures: of the whole company.
        seats: as they are now.
        now: the moment they were read.
    """
    return (
        *_overdue(figures),
        *_seats(seats),
        *_imports(),
        *_videos(),
        *_invitations(),
        *_ending(now),
        *_erasures(),
        *_domains(),
    )


def _overdue(figures: Figures) -> list[Item]:
    n = figures.people_overdue
    words = ngettext("%(n)d person is overdue", "%(n)d people are overdue", n) % {"n": n}
    return [Item(words, f"{reverse('enterprise:team')}?status=overdue", "bad")] if n else []


def _seats(seats: SeatUsage | None) -> list[Item]:
    if seats is None or seats.used * 100 < seats.seats * SEATS_NEARLY:
        return []
    here = f"{reverse('enterprise:people')}?status=active"
    if seats.free == 0:
        words = _("All %(n)d seats are taken; nobody can join until one is free.")
        return [Item(words % {"n": seats.seats}, here, "bad")]
    words = _("%(used)d of %(all)d seats are taken.") % {"used": seats.used, "all": seats.seats}
    return [Item(words, here, "warn")]


def _imports() -> list[Item]:
    rows: Any = PeopleImport.objects.filter(
        state__in=[ImportState.MAPPING, ImportState.OPEN]
    ).order_by("-created_at")[:_MOST_NAMED]
    return [
        Item(
            _("The import of %(file)s stopped: %(why)s") % {"file": row.file_name, "why": row.error}
            if row.error
            else _("The import of %(file)s waits for your decision") % {"file": row.file_name},
            reverse("enterprise:people_import", args=[row.id]),
            "bad" if row.error else "warn",
        )
        for row in rows
    ]


def _videos() -> list[Item]:
    return [
        Item(
            _("The video of “%(lesson)s” in “%(course)s” could not be prepared")
            % {"lesson": one.lesson_title, "course": one.course_title},
            reverse("catalogue:lesson_edit", args=[one.course_id, one.lesson_id]),
            "bad",
        )
        for one in unprepared_videos(most=_MOST_NAMED)
    ]


def _invitations() -> list[Item]:
    counts, list_url = count_invitations(InvitationFilter()), reverse("enterprise:invitations")
    found = []
    if n := counts[InvitationState.EXPIRED]:
        words = ngettext("%(n)d invitation has expired", "%(n)d invitations have expired", n)
        found.append(Item(words % {"n": n}, f"{list_url}?status=expired", "warn"))
    if n := counts[InvitationState.OPEN]:
        words = ngettext("%(n)d invitation is unanswered", "%(n)d invitations are unanswered", n)
        found.append(Item(words % {"n": n}, f"{list_url}?status=open"))
    return found


def _ending(now: datetime) -> list[Item]:
    n = count_due_soon(now)
    words = ngettext(
        "%(n)d assignment ends within 7 days", "%(n)d assignments end within 7 days", n
    )
    here = f"{reverse('enterprise:assignments')}?status=week"
    return [Item(words % {"n": n}, here, "warn")] if n else []


def _erasures() -> list[Item]:
    n = count_undecided()
    words = ngettext("%(n)d person asks to be erased", "%(n)d people ask to be erased", n)
    return [Item(words % {"n": n}, reverse("enterprise:privacy"), "warn")] if n else []


def _domains() -> list[Item]:
    return [
        Item(
            _("The domain %(name)s waits for its proof") % {"name": name},
            reverse("enterprise:company_home"),
        )
        for name in pending_domains()[:_MOST_NAMED]
    ]
