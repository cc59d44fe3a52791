"""What a person's home says: their next step, their team's figures, the company's open ends."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from enterprise.models import Assignment, Branding, Department
from enterprise.selectors.adoption import Adoption, adoption
from enterprise.selectors.attention import Item, attention
from enterprise.selectors.department import DepartmentInfo, visible_departments
from enterprise.selectors.figures import Figures
from enterprise.selectors.learner_status import Deadline, deadlines_of
from enterprise.selectors.team import team_figures
from enterprise.selectors.team_sums import Chips
from learning.catalogue import api as catalogue
from learning.guidance.api import LearnerHome, learner_home
from tenants.accounts.api import User, count_pending_invitations, seat_usage
from tenants.kernel.clock import local
from tenants.schemas import current_tenant

MOST_SHOWN = 5


@dataclass(frozen=True)
class OwnLearning:
    """A person's own part: their home and the dates of what they were given, by date."""

    home: LearnerHome
    deadlines: tuple[Deadline, ...]
    step_deadline: Deadline | None


@dataclass(frozen=True)
class TeamHome:
    """A manager's part: the departments they see and their figures."""

    departments: tuple[DepartmentInfo, ...]
    figures: Figures
    chips: Chips


@dataclass(frozen=True)
class SetupStep:
    """One line of the checklist of a new company."""

    label: str | Promise
    url: str
    done: bool


@dataclass(frozen=True)
class CompanyState:
    """An admin's part: what is set up and what waits for an answer."""

    steps: tuple[SetupStep, ...]
    invitations: int
    seats_used: int
    seats: int

    @property
    def seats_left(self) -> int:
        """How many more people may join."""
        return max(0, self.seats - self.seats_used)

    @property
    def is_set_up(self) -> bool:
        """Whether nothing of the checklist is left."""
        return all(step.done for step in self.steps)


def own_learning(user: User, *, now: datetime) -> OwnLearning:
    """Return a person's own part: what has a date comes first. Eight queries, however many courses."""
    deadlines = deadlines_of(user.id, now=now)
    home = learner_home(user.id, now=now, first=[one.course_id for one in deadlines])
    step = home.step
    return OwnLearning(
        home=home,
        deadlines=tuple(deadlines[:MOST_SHOWN]),
        step_deadline=next(
            (one for one in deadlines if step and one.course_id == step.course_id), None
        ),
    )


@dataclass(frozen=True)
class AdminHome:
    """What an admin sees first under “Manage”; every figure counts what its link lists."""

    team: TeamHome
    company: CompanyState
    items: tuple[Item, ...]
    adoption: Adoption
    read_at: datetime


def admin_home(user: User, *, now: datetime) -> AdminHome:
    """Return an admin's first page. Twenty-three queries, however large the company."""
    team, company, seats = team_home(user, now=now), company_state(), seat_usage()
    here = local(now, current_tenant().time_zone).date()
    return AdminHome(
        team=team,
        company=company,
        items=attention(figures=team.figures, seats=seats, now=now),
        adoption=adoption(today=here, everybody=seats.used if seats else 0),
        read_at=now,
    )


def team_home(user: User, *, now: datetime) -> TeamHome:
    """Return a manager's part of the home. At most three queries."""
    seen = visible_departments(user)
    figures, chips = team_figures([info.id for info in seen], now=now)
    return TeamHome(departments=tuple(seen), figures=figures, chips=chips)


def company_state() -> CompanyState:
    """Return what an admin has set up and what is open. Seven queries."""
    seats = seat_usage()
    used = seats.used if seats else 0
    invitations = count_pending_invitations()
    published = catalogue.list_published(catalogue.CatalogueQuery(page_size=1)).total
    return CompanyState(
        steps=(
            SetupStep(
                _("Set your colour and logo"),
                reverse("enterprise:branding"),
                Branding.objects.exists(),
            ),
            SetupStep(
                _("Make your teams"),
                reverse("enterprise:teams"),
                Department.objects.filter(archived_at__isnull=True).exists(),
            ),
            SetupStep(_("Invite your people"), "/manage/people/", used + invitations > 1),
            SetupStep(_("Publish a course"), "/studio/", published > 0),
            SetupStep(
                _("Assign it to a team"),
                reverse("enterprise:assignment_new"),
                Assignment.objects.exists(),
            ),
        ),
        invitations=invitations,
        seats_used=used,
        seats=seats.seats if seats else 0,
    )
