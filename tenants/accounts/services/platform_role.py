"""The roles that a review on the public site gives and takes back: instructor and recruiter."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tenants.accounts.enums import Role
from tenants.accounts.models import RoleGrant, User
from tenants.accounts.policies import has_role
from tenants.kernel import audit
from tenants.kernel.errors import Missing, Refused
from tenants.schemas import current_tenant

REVIEWED_ROLES = (Role.INSTRUCTOR, Role.RECRUITER)


def grant_platform_role(*, person_id: UUID, role: Role, actor: User) -> bool:
    """Give a person of the public site a role that a review grants.

    Returns:
        False when they had it already.

    Raises:
        Refused: the actor is not of the staff, acts on themselves, or the role is not such a role.
        Missing: there is no such active person.
    """
    with transaction.atomic():
        person = _locked(person_id, role, actor)
        _grant, is_new = RoleGrant.objects.get_or_create(
            user=person, role=role, defaults={"granted_by": actor}
        )
        if is_new:
            _record("people.role_granted", person, role, actor)
    return is_new


def withdraw_platform_role(*, person_id: UUID, role: Role, actor: User) -> bool:
    """Take such a role back; it ends with the person's next request.

    Returns:
        False when they did not have it.

    Raises:
        Refused: as above.
        Missing: there is no such active person.
    """
    with transaction.atomic():
        person = _locked(person_id, role, actor)
        gone, _rows = RoleGrant.objects.filter(user=person, role=role).delete()
        if gone:
            _record("people.role_withdrawn", person, role, actor)
    return bool(gone)


def _locked(person_id: UUID, role: Role, actor: User) -> User:
    if not current_tenant().is_public or role not in REVIEWED_ROLES:
        raise Refused(_("This role is not given by a review."))
    if not has_role(actor, Role.STAFF) or actor.id == person_id:
        raise Refused(_("Only staff decide this, and nobody about themselves."))
    person = (
        User.objects.select_for_update(no_key=True).filter(id=person_id, is_active=True).first()
    )
    if person is None:
        raise Missing(_("There is no such person."))
    return person


def _record(action: str, person: User, role: Role, actor: User) -> None:
    audit.record(
        action,
        actor=actor,
        target=person.display_name,
        target_id=person.id,
        changes={"role": str(role)},
    )
