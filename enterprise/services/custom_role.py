"""Roles a company makes for itself: made, changed, archived, given, taken back."""

from collections.abc import Iterable
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from enterprise.models import Department
from enterprise.policies.holding import hold, holdings, holds, let_go, make_permission
from tenants.accounts.api import (
    BY_TEAM,
    Action,
    CustomRole,
    User,
    lock_owners,
    require_custom_grant,
    require_definition,
)
from tenants.kernel import audit
from tenants.kernel.clock import now
from tenants.kernel.errors import Conflict, Invalid, Missing
from tenants.kernel.ids import uuid7

NAME_MAX, ABOUT_MAX = 60, 200


def create_role(*, name: str, about: str, actions: Iterable[Action], actor: User) -> CustomRole:
    """Make a role.

    Raises:
        Invalid: (`name`, `about`, `actions`) when one of them is missing or cannot be.
        Conflict: (`name`) when there is a role of that name.
        Refused: when the actor may not make roles, or not of these actions.
    """
    wanted = frozenset(actions)
    with transaction.atomic():
        lock_owners(actor)
        require_definition(actor, wanted)
        role = CustomRole(id=uuid7(), created_by=actor, created_at=now())
        _describe(role, name, about, wanted)
        role.permission = make_permission(role.id, role.name)
        _save(role)
        _record("roles.created", role, actor, actions=[[], sorted(role.actions)])
    return role


def change_role(
    *, role_id: UUID, name: str, about: str, actions: Iterable[Action], actor: User
) -> CustomRole:
    """Change a role for everybody who holds it, at once. Raises as `create_role` does, and Missing.

    Raises:
        Invalid: (`actions`) when it is held for teams and an action concerns the whole company.
    """
    wanted = frozenset(actions)
    with transaction.atomic():
        lock_owners(actor)
        role = _locked(role_id)
        before = {"name": role.name, "about": role.about, "actions": sorted(role.actions)}
        # What it holds already may stay; what comes new must be the actor's own.
        require_definition(actor, wanted | role.acts)
        _describe(role, name, about, wanted)
        _refuse_whole_for_teams(role)
        _save(role)
        after = {"name": role.name, "about": role.about, "actions": sorted(role.actions)}
        changes = {key: [before[key], after[key]] for key in after if before[key] != after[key]}
        if changes:
            _record("roles.changed", role, actor, **changes)
    return role


def archive_role(*, role_id: UUID, actor: User) -> CustomRole:
    """Put a role away: from now on it gives nobody anything. Raises Missing, Refused."""
    with transaction.atomic():
        lock_owners(actor)
        role = _locked(role_id)
        require_definition(actor, role.acts)
        role.archived_at = now()
        role.save(update_fields=["archived_at"])
        _record("roles.archived", role, actor)
    return role


def restore_role(*, role_id: UUID, actor: User) -> CustomRole:
    """Bring a role back, with everybody who held it. Raises Missing, Refused, Conflict (`name`)."""
    with transaction.atomic():
        lock_owners(actor)
        role = _locked(role_id, archived=True)
        require_definition(actor, role.acts)
        if role.archived_at is not None:
            role.archived_at = None
            _save(role)
            _record("roles.restored", role, actor)
    return role


def grant_role(*, role_id: UUID, person_id: UUID, department_id: UUID | None, actor: User) -> bool:
    """Give a person a role, for one department with all beneath it or for the whole company.

    Returns:
        False when they have exactly that already.

    Raises:
        Missing: when the role, the person or the department does not exist for the actor.
        Refused: when the actor has less than the role, or may not act on this person.
        Invalid: when the role concerns the whole company and a department was named, or the person
            is deactivated.
    """
    with transaction.atomic():
        role, user, department = _asked(role_id, person_id, department_id, actor)
        if not user.is_active:
            raise Invalid(
                _("%(name)s is deactivated. Reactivate them first.") % {"name": user.display_name},
                field="email",
            )
        if holds(role, user.id, department_id):
            return False
        hold(role, user, department)
        _record_holding("roles.granted", role, user, department, actor)
    return True


def revoke_role(*, role_id: UUID, person_id: UUID, department_id: UUID | None, actor: User) -> bool:
    """Take a role back; it stops at once. Returns and raises as `grant_role`."""
    with transaction.atomic():
        role, user, department = _asked(role_id, person_id, department_id, actor, taking=True)
        if not holds(role, user.id, department_id):
            return False
        let_go(role, user, department)
        _record_holding("roles.revoked", role, user, department, actor)
    return True


def _asked(
    role_id: UUID,
    person_id: UUID,
    department_id: UUID | None,
    actor: User,
    *,
    taking: bool = False,
) -> tuple[CustomRole, User, Department | None]:
    """Lock what is asked for, read the actor's powers anew, and ask the policy."""
    lock_owners(actor)
    role = _locked(role_id)
    user = User.objects.select_for_update(no_key=True).filter(id=person_id).first()
    if user is None:
        raise Missing(_("There is no such person."), field="email")
    department = None
    if department_id is not None:
        rows = Department.objects.filter(id=department_id)
        department = (rows if taking else rows.filter(archived_at__isnull=True)).first()
        if department is None:
            raise Missing(_("There is no such team."), field="department_id")
    require_custom_grant(actor, role, user, department_id)
    return role, user, department


def _locked(role_id: UUID, *, archived: bool = False) -> CustomRole:
    rows = CustomRole.objects.select_for_update(of=("self",)).select_related("permission")
    if not archived:
        rows = rows.filter(archived_at__isnull=True)
    role = rows.filter(id=role_id).first()
    if role is None:
        raise Missing(_("There is no such role."))
    return role


def _describe(role: CustomRole, name: str, about: str, actions: frozenset[Action]) -> None:
    role.name, role.about = " ".join(name.split()), " ".join(about.split())
    role.actions = sorted(action.value for action in actions)
    if not role.name:
        raise Invalid(_("Give the role a name."), field="name")
    if len(role.name) > NAME_MAX:
        raise Invalid(_("A name has at most %(n)d characters.") % {"n": NAME_MAX}, field="name")
    if len(role.about) > ABOUT_MAX:
        raise Invalid(_("Use at most %(n)d characters.") % {"n": ABOUT_MAX}, field="about")
    if not actions:
        raise Invalid(_("Tick at least one thing this role may do."), field="actions")


def _refuse_whole_for_teams(role: CustomRole) -> None:
    for_teams = any(one.department_id is not None for one in holdings(role_id=role.id))
    if for_teams and not role.acts <= BY_TEAM:
        raise Invalid(
            _(
                "Somebody holds this role for one team, and what you ticked concerns the whole "
                "company. Take it back there first, or make another role."
            ),
            field="actions",
        )


def _save(role: CustomRole) -> None:
    try:
        with transaction.atomic():
            role.save()
    except IntegrityError:
        raise Conflict(
            _("There is a role called %(name)s already.") % {"name": role.name}, field="name"
        ) from None


def _record(action: str, role: CustomRole, actor: User, **changes: object) -> None:
    audit.record(action, actor=actor, target=role.name, target_id=role.id, changes=changes)


def _record_holding(
    action: str, role: CustomRole, user: User, department: Department | None, actor: User
) -> None:
    audit.record(
        action,
        actor=actor,
        target=user.display_name,
        target_id=user.id,
        changes={"role": role.name, "for": department.name if department else "*"},
    )
