"""The team page as lines of a file: one line for each assignment of each person."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from enterprise.selectors.team import TeamFilter, team_lines
from enterprise.status import BY_RANK
from tenants.kernel.clock import local
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


def export_rows(wanted: TeamFilter, *, now: datetime) -> Iterator[tuple[Any, ...]]:
    """Yield the lines, read a chunk at a time. Days are the company's."""
    zone = current_tenant().time_zone

    def day(moment: datetime | None) -> Any:
        return local(moment, zone).date() if moment else ""

    for row in team_lines(wanted, now=now).iterator(chunk_size=_CHUNK):
        yield (
            row.learner.display_name,
            row.learner.email or "",
            row.learner.employee_id,
            row.department_name,
            row.learner.job_title,
            row.course.title,
            str(BY_RANK[row.rank].label),
            row.lessons_done,
            row.lessons_total,
            day(row.assigned_at),
            day(row.due_at),
            day(row.completed_at),
            day(row.last_activity_at),
        )
