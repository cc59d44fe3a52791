"""Handing out roles and taking them back."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tenants.accounts import policies
from tenants.accounts.enums import Role
from tenants.accounts.models import RoleGrant, User
from tenants.accounts.selectors.person import owners_left
from tenants.accounts.selectors.role import forget_roles
from tenants.accounts.services.activation import lock_owners
from tenants.accounts.services.person import storable_roles
from tenants.kernel import audit
from tenants.kernel.errors import Missing, Refused


def set_roles(*, person_id: UUID, roles: Sequence[Role], actor: User | None) -> bool:
    """Give a person exactly these roles.

    Returns:
        False when nothing changed.

    Raises:
        Missing: when there is no such person.
        Invalid: for a role that does not exist here.
        Refused: when the actor may not hand out or take back one of them, or when the last owner
            would be none.
    """
    wanted = set(storable_roles(roles))
    with transaction.atomic():
        lock_owners(actor)
        user = User.objects.select_for_update(no_key=True).filter(id=person_id).first()
        if user is None:
            raise Missing(_("There is no such person."))
        has = {Role(grant.role) for grant in user.role_grants.all()}
        if wanted == has:
            return False
        if actor is not None and not policies.may_act_on(actor, user):
            raise Refused(_("Only an owner may change an owner."), field="roles")
        if actor is not None and not policies.may_grant(actor, wanted ^ has):
            raise Refused(
                _("Only an owner may make somebody an owner, or take it back."), field="roles"
            )
        if Role.OWNER in has - wanted and owners_left(without=user.id) == 0:
            raise Refused(
                _("This is the last owner. Make somebody else an owner first."),
                field="roles",
                code="last_owner",
            )
        RoleGrant.objects.filter(user=user, role__in=has - wanted).delete()
        RoleGrant.objects.bulk_create(
            [RoleGrant(user=user, role=role, granted_by=actor) for role in sorted(wanted - has)]
        )
        forget_roles(user)
        audit.record(
            "people.roles_changed",
            actor=actor,
            target=user.display_name,
            target_id=user.id,
            changes={"roles": [sorted(map(str, has)), sorted(map(str, wanted))]},
        )
    return True
