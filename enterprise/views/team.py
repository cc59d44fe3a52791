"""The manager's team page, a person's page, and both as files."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_safe

from enterprise.enums import Status
from enterprise.forms.listing import ListForm
from enterprise.forms.team import DueForm
from enterprise.policies import (
    can_assign_courses,
    can_export_progress,
    can_move_due_dates,
    can_nudge,
    require_visible,
)
from enterprise.selectors.department import DepartmentInfo, visible_departments
from enterprise.selectors.team import (
    PAGE_SIZE,
    TeamFilter,
    team_member,
    team_page,
)
from enterprise.selectors.team_export import HEADER, export_rows
from enterprise.selectors.team_people import NONE_GIVEN, SORTS
from enterprise.selectors.team_skills import team_skills
from enterprise.services.assignment import default_due_on
from enterprise.views.access import asks, for_managers, person
from enterprise.views.figures import cards_of, chips_of, read_at
from enterprise.views.team_words import lines_of
from learning.catalogue.api import Skill
from tenants.accounts.api import Action, User
from tenants.kernel.clock import now
from tenants.kernel.errors import Missing
from tenants.kernel.exports import CSV_TYPE, csv_rows
from tenants.kernel.stream import stream
from tenants.kernel.xlsx import XLSX_TYPE, xlsx_chunks

# The first button of the bar is the one Enter presses.
BULK: tuple[dict[str, object], ...] = (
    {"name": "do", "value": "nudge", "label": _lazy("Nudge"), "icon": "send", "variant": "primary"},
    {"name": "do", "value": "due", "label": _lazy("Move due date"), "icon": "calendar"},
)


def _actions(user: User) -> list[dict[str, object]]:
    allowed = {"nudge": can_nudge(user), "due": can_move_due_dates(user)}
    return [button for button in BULK if allowed[str(button["value"])]]


def parse(
    request: HttpRequest, action: Action = Action.SEE_PROGRESS
) -> tuple[TeamFilter, list[DepartmentInfo], DepartmentInfo | None]:
    """Return the filter of a team address, the departments its reader sees, and the one chosen.

    Raises:
        Missing: for a department that is not among them.
    """
    form = ListForm(request.GET)
    seen = visible_departments(person(request), action)
    wanted_id = form.department_id
    require_visible([info.id for info in seen], wanted_id)
    asked = form.read()
    chosen = next((info for info in seen if info.id == wanted_id), None)
    return (
        TeamFilter(
            department_ids=[wanted_id] if wanted_id else [info.id for info in seen],
            status=asked["status"] if asked["status"] in (*Status.values, NONE_GIVEN) else "",
            search=asked["search"],
            sort=asked["sort"] if asked["sort"] in SORTS else "worst",
            page=asked["page"],
            weak=asked["weak"],
        ),
        seen,
        chosen,
    )


@for_managers
@require_safe
def team(request: HttpRequest) -> HttpResponse:
    """Show figures, filters and people, worst first."""
    wanted, seen, chosen = parse(request)
    found = team_page(wanted, now=now())
    context: dict[str, Any] = {
        "team": found,
        "lines": lines_of(found.rows, names_team=chosen is None and len(seen) > 1),
        "skills": team_skills(
            wanted.department_ids,
            stamp=found.skill_stamp,
            people=[(row.id, row.name, row.skills) for row in found.rows],
        ),
        "weak_label": Skill(wanted.weak).label if wanted.weak else "",
        "chosen": chosen,
        "departments": seen,
        "pages": Paginator(range(found.total), PAGE_SIZE).page(found.page),
        "cards": cards_of(found.figures),
        "chips": chips_of(found.chips, request.GET),
        "actions": _actions(person(request)),
        "read_at": read_at(found.read_at),
        "may_assign": can_assign_courses(person(request)),
        "may_export": can_export_progress(person(request)),
        "default_due_on": default_due_on(),
    }
    return render(request, "enterprise/team.html", context)


@for_managers
@require_safe
def member(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Show one person of a department the reader manages."""
    row = visible_member(request, person_id)
    form = DueForm(initial={"due_on": default_due_on()})
    return render(request, "enterprise/member.html", {"row": row, "form": form})


def visible_member(request: HttpRequest, person_id: UUID) -> Any:
    """Return a person's row; raises Missing when the reader does not manage their department."""
    row = team_member(person_id, now=now())
    if row is None:
        raise Missing(_("There is no such person in your teams."))
    require_visible([info.id for info in visible_departments(person(request))], row.department_id)
    return row


@asks(can_export_progress)
@require_safe
def export_csv(request: HttpRequest) -> HttpResponseBase:
    """Send what the page shows, all pages of it, as CSV."""
    wanted, _seen, _chosen = parse(request, Action.EXPORT_PROGRESS)

    def produce() -> Iterator[bytes]:
        return csv_rows([str(cell) for cell in HEADER], export_rows(wanted, now=now()))

    return stream(produce, content_type=CSV_TYPE, filename="team.csv", may_lag=True)


@asks(can_export_progress)
@require_safe
def export_xlsx(request: HttpRequest) -> HttpResponseBase:
    """Send what the page shows, all pages of it, as XLSX."""
    wanted, _seen, _chosen = parse(request, Action.EXPORT_PROGRESS)

    def produce() -> Iterator[bytes]:
        return xlsx_chunks(
            [str(cell) for cell in HEADER], export_rows(wanted, now=now()), title=_("Team")
        )

    return stream(produce, content_type=XLSX_TYPE, filename="team.xlsx", may_lag=True)
