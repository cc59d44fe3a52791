"""People to whom an admin may give a way to sign in."""

from enterprise.models import Membership
from enterprise.policies import sees_everybody
from enterprise.selectors.department import visible_departments
from tenants.accounts.api import Action, PeopleFilter, PersonInfo, User, people


def people_for_codes(*, actor: User, search: str, with_email: bool, most: int) -> list[PersonInfo]:
    """Return active people by name whom the actor may edit. As many queries for many as for one.

    Args:
        search: part of a name or employee ID.
        with_email: also those who could be invited by mail.
        most: how many at most.
    """
    among = None
    if not sees_everybody(actor, Action.EDIT_PEOPLE):
        teams = [team.id for team in visible_departments(actor, Action.EDIT_PEOPLE)]
        among = Membership.objects.filter(department_id__in=teams).values("user_id")
    wanted = PeopleFilter(search=search, without_email=not with_email, among=among)
    return [info for info in people(wanted, limit=most) if info.is_active]
