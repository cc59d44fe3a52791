"""The company's first page: the next thing to do, for whoever looks."""

from datetime import datetime
from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from enterprise.policies import can_open_manage, may_manage_company, may_see_team
from enterprise.selectors.home import TeamHome, admin_home, company_state, own_learning, team_home
from enterprise.views.access import asks, for_admins, person
from enterprise.views.adoption import figure_lines, weeks_of
from enterprise.views.figures import cards_of, read_at
from tenants.accounts.api import Action, User, may
from tenants.kernel.clock import now
from tenants.kernel.exports import CSV_TYPE, csv_rows
from tenants.kernel.stream import stream


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show a person what to do next; send a visitor to the company's own sign-in."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    user, moment = person(request), now()
    is_admin, is_manager = may_manage_company(user), may_see_team(user)
    team = team_home(user, now=moment) if is_manager else None
    context: dict[str, Any] = {
        "team": team,
        "company": company_state() if is_admin else None,
        **_own(user, moment),
        **_figures(team),
    }
    return render(request, "enterprise/home.html", context)


@login_required
@require_safe
def learn(request: HttpRequest) -> HttpResponse:
    """Show a person's own learning alone, with the dates of what they were given."""
    return render(request, "learning/guidance/home.html", _own(person(request), now()))


@asks(can_open_manage)
@require_safe
def manage(request: HttpRequest) -> HttpResponse:
    """Show what somebody may manage, and an admin what needs attention first."""
    user = person(request)
    may_see = {action.name.lower(): may(user, action) for action in Action}
    context: dict[str, Any] = {"may": may_see, "runs": may_manage_company(user)}
    if context["runs"]:
        found = admin_home(user, now=now())
        context |= {
            "team": found.team,
            "company": found.company,
            "items": found.items,
            "adoption": found.adoption,
            "weeks": weeks_of(found.adoption),
            **_figures(found.team),
        }
    return render(request, "enterprise/manage.html", context)


@for_admins
@require_safe
def manage_csv(request: HttpRequest) -> HttpResponseBase:
    """Send the figures of the page as CSV, with the moment they were read."""
    found = admin_home(person(request), now=now())
    return stream(
        partial(csv_rows, [_("Figure"), _("Value")], list(figure_lines(found))),
        content_type=CSV_TYPE,
        filename="figures.csv",
    )


def _own(user: User, moment: datetime) -> dict[str, Any]:
    mine = own_learning(user, now=moment)
    return {
        "home": mine.home,
        "deadlines": mine.deadlines,
        "step_deadline": mine.step_deadline,
    }


def _figures(team: TeamHome | None) -> dict[str, Any]:
    if team is None:
        return {}
    return {
        "cards": cards_of(team.figures),
        "read_at": read_at(now()),
    }
