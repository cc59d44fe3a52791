"""Two accounts of one person become one. The other is switched off and points to it, never deleted."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

from tenants.accounts import policies
from tenants.accounts.enums import Role
from tenants.accounts.events import PeopleMerged
from tenants.accounts.models import Invitation, PhoneNumber, RoleGrant, User
from tenants.accounts.selectors.role import forget_roles
from tenants.accounts.services.activation import lock_owners
from tenants.kernel import audit
from tenants.kernel.clock import now
from tenants.kernel.errors import Conflict, Invalid, Missing, Refused
from tenants.kernel.events import publish

FIELDS = ("name", "native_name", "email", "job_title", "employee_id", "language")


def merge_people(
    *,
    kept_id: UUID,
    gone_id: UUID,
    from_gone: Collection[str] = (),
    actor: User | None,
) -> None:
    """Make one account of two.

    What the other learned, was awarded and manages goes to the one that is kept, by the event
    `accounts.people_merged`, in this transaction. Roles are joined.

    Args:
        kept_id: the account that goes on; it is signed in to as before.
        gone_id: the account that is switched off and points to it.
        from_gone: which of FIELDS are taken over from the other; an empty value is not.
        actor: who does it.

    Raises:
        Missing: when one of them does not exist.
        Invalid: when both are the same, or a field is not one of FIELDS.
        Conflict: when one was merged before, or the kept one is switched off.
        Refused: when the actor may not act on both, not switch off this one, or not hand on its roles.
    """
    if kept_id == gone_id:
        raise Invalid(_("Choose two different people."))
    if not set(from_gone) <= set(FIELDS):
        raise Invalid(_("This cannot be taken over."))
    with transaction.atomic():
        lock_owners(actor)
        kept, gone = _both(kept_id, gone_id)
        _require(kept, gone, actor)
        before = {name: getattr(gone, name) or "" for name in FIELDS}
        taken = _take_over(kept, gone, from_gone)
        roles = _join_roles(kept, gone, actor)
        _switch_off(kept, gone)
        audit.record(
            "people.merged",
            actor=actor,
            target=kept.display_name,
            target_id=kept.id,
            changes={
                "other": str(gone.id),
                "other_was": before,
                "taken_over": taken,
                "roles": roles,
            },
        )
        audit.record(
            "people.merged_away",
            actor=actor,
            target=before["name"],
            target_id=gone.id,
            changes={"into": str(kept.id), "into_name": kept.display_name},
        )
        publish(PeopleMerged(kept_id=kept.id, gone_id=gone.id))


def _both(kept_id: UUID, gone_id: UUID) -> tuple[User, User]:
    rows = User.objects.select_for_update().filter(id__in=[kept_id, gone_id]).order_by("id")
    found = {user.id: user for user in rows}
    if len(found) != 2:
        raise Missing(_("There is no such person."))
    return found[kept_id], found[gone_id]


def _require(kept: User, gone: User, actor: User | None) -> None:
    for user in (kept, gone):
        if user.merged_into_id is not None:
            raise Conflict(_("%(name)s was merged before.") % {"name": user.display_name})
        if actor is not None:
            policies.require_edit(actor, user)
            # Who gives somebody another address, or another's record, has to stand above both.
            policies.require_take_over(actor, user)
    if not kept.is_active:
        raise Conflict(_("Keep the account that is switched on, or reactivate this one first."))
    if actor is not None and gone.is_active:
        policies.require_deactivation(actor, gone)
        if actor.id == gone.id:
            raise Refused(
                _("This is the account you are signed in with. Keep it, and merge the other.")
            )


def _take_over(kept: User, gone: User, names: Collection[str]) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    freed: list[str] = []
    for name in names:
        new = getattr(gone, name)
        if not new or new == getattr(kept, name):
            continue
        told[name] = [getattr(kept, name) or "", new]
        setattr(kept, name, new)
        if name == "native_name":
            kept.native_language = gone.native_language
        if name in ("email", "employee_id"):
            # Unique: the other account has to let go of it.
            setattr(gone, name, None if name == "email" else "")
            freed.append(name)
    gone.save(update_fields=freed)
    if "email" in told:
        verified = EmailAddress.objects.filter(user=gone, verified=True).exists()
        EmailAddress.objects.filter(user__in=[kept, gone]).delete()
        EmailAddress.objects.create(user=kept, email=kept.email, primary=True, verified=verified)
    kept.date_joined = min(kept.date_joined, gone.date_joined)
    kept.last_seen_at = _later(kept.last_seen_at, gone.last_seen_at)
    kept.save()
    if "email" in told and told["email"][0]:
        # Mail that went there before is theirs as well, and has to be found when they ask for it.
        gone.email = told["email"][0]
        gone.save(update_fields=["email"])
    return told


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((moment for moment in (one, other) if moment), default=None)


def _join_roles(kept: User, gone: User, actor: User | None) -> list[str]:
    has = {Role(grant.role) for grant in kept.role_grants.all()}
    more = {Role(grant.role) for grant in gone.role_grants.all()} - has
    if more and actor is not None and not policies.may_grant(actor, more):
        raise Refused(_("The other account has a role that you may not hand on."), field="roles")
    RoleGrant.objects.bulk_create(
        [RoleGrant(user=kept, role=role, granted_by=actor) for role in sorted(more)]
    )
    RoleGrant.objects.filter(user=gone).delete()
    forget_roles(kept)
    forget_roles(gone)
    return sorted(map(str, more))


def _switch_off(kept: User, gone: User) -> None:
    wanted: dict[str, Any] = {
        "is_active": False,
        "session_generation": gone.session_generation + 1,
        "merged_into": kept,
        "merged_at": now(),
    }
    User.objects.filter(id=gone.id).update(**wanted)
    if PhoneNumber.objects.filter(user=kept).exists():
        # A number that signs in to nobody must not keep somebody else from proving it.
        PhoneNumber.objects.filter(user=gone).update(verified_at=None)
    else:
        PhoneNumber.objects.filter(user=gone).update(user=kept)
    User.objects.filter(merged_into=gone).update(merged_into=kept)
    if gone.is_active:
        # What they offered is vouched for by the account that goes on. Somebody switched off before
        # vouched for nothing any more, and does not again by being merged.
        Invitation.objects.filter(
            invited_by=gone, accepted_at__isnull=True, revoked_at__isnull=True
        ).update(invited_by=kept)
    for address in {gone.email, kept.email} - {None}:
        if kept.has_usable_password() or address == gone.email:
            Invitation.objects.filter(
                email__iexact=address, accepted_at__isnull=True, revoked_at__isnull=True
            ).update(revoked_at=now())
