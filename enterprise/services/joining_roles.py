"""Two accounts of one person: the company's own roles of both are held by the one that is kept."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from enterprise.models import Department
from enterprise.policies.holding import hold, holdings, let_go
from tenants.accounts.api import CustomRole, User, require_custom_grant
from tenants.kernel import audit
from tenants.kernel.errors import DomainError, Refused


@dataclass(frozen=True)
class Held:
    """A role of the account that goes; `is_new` when the kept one does not hold it just as far."""

    role: CustomRole
    department: Department | None
    is_new: bool


def roles_to_join(*, kept_id: UUID, gone_id: UUID, actor: User) -> list[Held]:
    """Return what the account that goes holds, having asked whether the actor may give the kept one that.

    Archived roles, and those for archived teams, are among it: they give nobody anything now, and
    what they gave when they are restored. Call it before anything is joined, with the actor's powers
    read anew: what they gain by the merging must not be what lets them.

    Raises:
        Refused: (`roles`) when they could not give one of them by hand; all of the merging is, then.
    """
    theirs = {(one.role_id, one.department_id) for one in holdings(user_id=kept_id)}
    mine = {(one.role_id, one.department_id) for one in holdings(user_id=gone_id)}
    kept = User.objects.filter(id=kept_id).first()
    if kept is None or kept_id == gone_id:
        return []
    rows = CustomRole.objects.select_for_update(of=("self",)).select_related("permission")
    roles = {row.id: row for row in rows.filter(id__in={one for one, _team in mine}).order_by("id")}
    teams = Department.objects.in_bulk([team for _role, team in mine if team is not None])
    found = [
        Held(roles[role], teams[team] if team else None, (role, team) not in theirs)
        for role, team in sorted(mine, key=str)
    ]
    for one in found:
        if one.is_new:
            _require(actor, one, kept)
    return found


def _require(actor: User, one: Held, kept: User) -> None:
    department_id = one.department.id if one.department else None
    try:
        require_custom_grant(actor, one.role, kept, department_id)
    except DomainError:
        raise Refused(
            _("The other account has a role that you may not hand on."), field="roles"
        ) from None


def join_roles(held: Collection[Held], *, kept_id: UUID, gone_id: UUID, actor: User) -> None:
    """Let the kept account hold what `roles_to_join` returned, and the other one nothing of it."""
    with transaction.atomic():
        people = User.objects.in_bulk([kept_id, gone_id])
        for one in held:
            if one.is_new:
                hold(one.role, people[kept_id], one.department)
                _record("roles.granted", one, people[kept_id], actor, merged_from=people[gone_id])
            let_go(one.role, people[gone_id], one.department)
            _record("roles.revoked", one, people[gone_id], actor, merged_into=people[kept_id])


def _record(action: str, one: Held, user: User, actor: User, **other: User) -> None:
    audit.record(
        action,
        actor=actor,
        target=user.display_name,
        target_id=user.id,
        changes={
            "role": one.role.name,
            "for": one.department.name if one.department else "*",
            **{key: str(person.id) for key, person in other.items()},
            **{f"{key}_name": person.display_name for key, person in other.items()},
        },
    )
