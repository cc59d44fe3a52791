"""The company's first page: the next thing to do, for whoever looks."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from enterprise.policies import can_open_manage, may_manage_company, may_see_team
from enterprise.selectors.home import TeamHome, company_state, own_learning, team_home
from enterprise.views.access import asks, person
from enterprise.views.figures import cards_of, read_at
from tenants.accounts.api import Action, User, may
from tenants.kernel.clock import now


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
        team = team_home(user, now=now())
        context |= {"team": team, "company": company_state(), **_figures(team)}
    return render(request, "enterprise/manage.html", context)


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
