"""The team page as lines of a file: one line for each assignment of each person."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from enterprise.selectors.team import TeamFilter, team_lines
from enterprise.status import BY_RANK
from tenants.schemas import current_tenant

HEADER = (
    _("Name"),
    _("E-mail"),
    _("Employee id"),
    _("Team"),
    _("Job title"),
    _("Course"),
    _("Status"),
    _("Lessons done"),
    _("Lessons"),
    _("Assigned on"),
    _("Due on"),
    _("Completed on"),
    _("Last activity on"),
)
_CHUNK = 2000
_DAYS = ("assigned_at", "due_at", "completed_at", "last_activity_at")


def export_rows(wanted: TeamFilter, *, now: datetime) -> Iterator[tuple[Any, ...]]:
    """Yield the lines, read a chunk at a time. Days are the company's."""
    zone = ZoneInfo(current_tenant().time_zone)
    labels = {rank: str(status.label) for rank, status in BY_RANK.items()}
    # Postgres writes a day more cheaply than Python reads a moment and makes a day of it.
    days = {f"{name}_day": TruncDate(name, tzinfo=zone) for name in _DAYS}
    rows = team_lines(wanted, now=now).annotate(**days)
    for name, email, number, team, job_title, course, rank, *facts in rows.values_list(
        "learner__name",
        "learner__email",
        "learner__employee_id",
        "department_name",
        "learner__job_title",
        "course__title",
        "rank",
        "lessons_done",
        "lessons_total",
        *days,
    ).iterator(chunk_size=_CHUNK):
        yield (
            name or email or "",
            email or "",
            number,
            team,
            job_title,
            course,
            labels[rank],
            *facts,
        )
