"""The company's first page: the next thing to do, for whoever looks."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from enterprise.policies import can_open_manage, may_manage_company, may_see_team
from enterprise.selectors.home import TeamHome, company_state, learner_home, team_home
from enterprise.views.access import asks, person
from enterprise.views.figures import cards_of, read_at
from tenants.accounts.api import Action, may
from tenants.kernel.clock import local, now
from tenants.schemas import current_tenant

_NOON, _EVENING = 12, 17


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show a person what to do next; send a visitor to the company's own sign-in."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    user, moment = person(request), now()
    is_admin, is_manager = may_manage_company(user), may_see_team(user)
    hour = local(moment, current_tenant().time_zone).hour
    team = team_home(user, now=moment) if is_manager else None
    context: dict[str, Any] = {
        "greeting": "morning" if hour < _NOON else "afternoon" if hour < _EVENING else "evening",
        "team": team,
        "company": company_state() if is_admin else None,
        "mine": learner_home(user, now=moment),
        **_figures(team),
    }
    return render(request, "enterprise/home.html", context)


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


def _figures(team: TeamHome | None) -> dict[str, Any]:
    if team is None:
        return {}
    return {
        "cards": cards_of(team.figures),
        "read_at": read_at(now()),
    }
