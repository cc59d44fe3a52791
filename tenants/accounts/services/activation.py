"""Switching people off and on."""

from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from tenants.accounts import policies
from tenants.accounts.enums import Role
from tenants.accounts.events import UserDeactivated, UserReactivated
from tenants.accounts.models import Invitation, RoleGrant, User
from tenants.accounts.selectors.person import owners_left
from tenants.accounts.services.seat import take_seats
from tenants.kernel import audit
from tenants.kernel.clock import now
from tenants.kernel.errors import Missing, Refused
from tenants.kernel.events import publish


def lock_owners(actor: User | None = None) -> None:
    """Hold owners and admins as they are until the transaction ends, so that two cannot remove each other.

    Whoever waited here may have lost their own role meanwhile: what the actor may do is read anew.
    """
    held = RoleGrant.objects.select_for_update().filter(role__in=[Role.OWNER, Role.ADMIN])
    list(held.order_by("id"))
    if actor is not None:
        actor.is_active = User.objects.filter(id=actor.id, is_active=True).exists()
        policies.forget_powers(actor)


def _locked(person_id: UUID) -> User:
    user = User.objects.select_for_update(no_key=True).filter(id=person_id).first()
    if user is None:
        raise Missing(_("There is no such person."))
    return user


def deactivate_person(*, person_id: UUID, actor: User | None) -> bool:
    """Switch a person off: their sessions end, their seat is free, their record stays.

    Returns:
        False when the person was off already.

    Raises:
        Missing: when there is no such person.
        Refused: for oneself, for an owner by anyone but an owner, and for the last owner.
    """
    with transaction.atomic():
        lock_owners(actor)
        user = _locked(person_id)
        if actor is not None:
            policies.require_deactivation(actor, user)
        if not user.is_active:
            return False
        if actor is not None and actor.id == user.id:
            raise Refused(_("You cannot deactivate yourself."), code="self")
        if policies.is_owner(user) and owners_left(without=user.id) == 0:
            raise Refused(
                _("This is the last owner. Make somebody else an owner first."), code="last_owner"
            )
        User.objects.filter(id=user.id).update(
            is_active=False, session_generation=F("session_generation") + 1
        )
        if user.email:
            Invitation.objects.filter(
                email__iexact=user.email, accepted_at__isnull=True, revoked_at__isnull=True
            ).update(revoked_at=now())
        audit.record("people.deactivated", actor=actor, target=user.display_name, target_id=user.id)
        publish(UserDeactivated(user_id=user.id))
    return True


def reactivate_person(*, person_id: UUID, actor: User | None) -> bool:
    """Switch a person on again, on a seat. Sessions from before stay ended.

    Returns:
        False when the person was on already.

    Raises:
        Missing: when there is no such person.
        Conflict: (`no_seat`) when no seat is free.
        Refused: when the actor may not act on this person, or their account was merged away.
    """
    with transaction.atomic():
        person = User.objects.filter(id=person_id).first()
        if person is not None and actor is not None:
            policies.require_deactivation(actor, person)
        if person is not None and person.is_active:
            return False
        # The seats are locked before the person, as every other activation does.
        take_seats(1)
        user = _locked(person_id)
        if user.is_active:
            return False
        if user.merged_into_id is not None:
            raise Refused(
                _("This account was merged into another one and stays switched off."),
                code="merged",
            )
        User.objects.filter(id=user.id).update(is_active=True)
        audit.record("people.reactivated", actor=actor, target=user.display_name, target_id=user.id)
        publish(UserReactivated(user_id=user.id))
    return True
