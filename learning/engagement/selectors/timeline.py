"""What somebody did, page by page."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from learning.engagement.enums import Done, GoalKind
from learning.engagement.models import TimelineEntry

PAGE_SIZE = 30
_TONES = {Done.COURSE: "good", Done.GOAL: "good", Done.QUIZ: "brand"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a timeline, in words."""

    when: datetime
    kind: Done
    title: str
    text: str
    tone: str
    course_id: UUID | None


def timeline_page(learner_id: UUID, *, kind: str = "", page: int = 1) -> "Page[TimelineEntry]":
    """Return one page of a person's timeline, the latest first; beyond the last gives the last."""
    rows = TimelineEntry.objects.filter(learner_id=learner_id).order_by("-at", "-id")
    if kind in Done.values:
        rows = rows.filter(kind=kind)
    return Paginator(rows, PAGE_SIZE).get_page(page)


def latest_lines(learner_id: UUID, *, most: int) -> tuple[Line, ...]:
    """Return the latest lines of a person's timeline. One query."""
    rows = TimelineEntry.objects.filter(learner_id=learner_id).order_by("-at", "-id")[:most]
    return tuple(line_of(row) for row in rows)


def line_of(row: TimelineEntry) -> Line:
    """Return a row in the reader's language."""
    kind = Done(row.kind)
    return Line(
        row.at, kind, _title(row, kind), _text(row, kind), _TONES.get(kind, ""), row.course_id
    )


def _title(row: TimelineEntry, kind: Done) -> str:
    if kind == Done.COURSE:
        return _("Completed the course “%(title)s”") % {"title": row.title}
    if kind == Done.CHECK:
        return _("Skill check finished")
    if kind == Done.GOAL:
        return _goal(row)
    return row.title


def _goal(row: TimelineEntry) -> str:
    number = row.number or 0
    if row.title == GoalKind.WEEKLY_MINUTES:
        words = ngettext(
            "Weekly goal reached: %(n)d minute", "Weekly goal reached: %(n)d minutes", number
        )
        return words % {"n": number}
    if row.title == GoalKind.WEEKLY_LESSONS:
        words = ngettext(
            "Weekly goal reached: %(n)d lesson", "Weekly goal reached: %(n)d lessons", number
        )
        return words % {"n": number}
    return _("Goal reached: “%(title)s” in time") % {"title": row.course_title}


def _text(row: TimelineEntry, kind: Done) -> str:
    if kind == Done.QUIZ and row.number is not None:
        return _("%(course)s · %(percent)d%%") % {
            "course": row.course_title,
            "percent": row.number,
        }
    return row.course_title if kind in (Done.LESSON, Done.QUIZ) else ""
