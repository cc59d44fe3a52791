"""What a line of the team's page says of a person, in words: a template would take twice the page's time for it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enterprise.enums import Reason, Status
from enterprise.selectors.team_rows import CoursePart, PersonRow
from tenants.kernel.words import clock_time, day


@dataclass(frozen=True)
class RowWords:
    """Words of one line; empty where there is nothing to say."""

    place: str
    due: str
    reason: str
    nudged: str
    # What the buttons say aloud.
    nudge: str
    undo: str


def lines_of(rows: Iterable[PersonRow], *, names_team: bool) -> list[tuple[PersonRow, RowWords]]:
    """Return people with the words of their lines.

    Args:
        rows: the people of a page.
        names_team: whether to say which team they are in.
    """
    return [(row, _words(row, names_team)) for row in rows]


def reason_words(part: CoursePart) -> str:
    """Return why somebody is at risk or late with a course; "" when they are neither."""
    if part.reason is None:
        return ""
    if part.reason == Reason.NEVER_OPENED:
        return _("Not opened yet")
    if part.reason == Reason.QUIET:
        return ngettext(
            "No activity for %(days)s day", "No activity for %(days)s days", part.quiet_days
        ) % {"days": part.quiet_days}
    return _("Behind: %(done)s of %(all)s lessons") % {
        "done": part.lessons_done,
        "all": part.lessons_total,
    }


def _words(row: PersonRow, names_team: bool) -> RowWords:
    known = (row.job_title, row.department if names_team else "")
    part = row.worst_part if row.needs_help else None
    asks = row.needs_help and bool(row.email) and row.nudged_at is None
    holds = row.nudge_held_until is not None
    return RowWords(
        place=" · ".join(word for word in known if word),
        due=_due(row),
        reason=reason_words(part) if part else "",
        nudged=_("Nudged %(when)s") % {"when": clock_time(row.nudged_at)} if row.nudged_at else "",
        nudge=_("Nudge %(name)s") % {"name": row.name} if asks else "",
        undo=_("Undo: take back the nudge to %(name)s") % {"name": row.name} if holds else "",
    )


def _due(row: PersonRow) -> str:
    if row.next_due:
        return _("Due %(day)s") % {"day": day(row.next_due)}
    return _("All done") if row.status == Status.COMPLETED else ""
