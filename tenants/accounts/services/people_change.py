"""Changing many people at once: the same rules as for one, a handful of queries for a thousand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tenants.accounts import policies
from tenants.accounts.enums import Role
from tenants.accounts.events import UserReactivated
from tenants.accounts.models import PhoneNumber, RoleGrant, User
from tenants.accounts.selectors.person import owners_left
from tenants.accounts.selectors.phone import numbers_of
from tenants.accounts.selectors.role import forget_roles
from tenants.accounts.services.activation import lock_owners
from tenants.accounts.services.person import (
    clean_email,
    clean_name,
    refuse_taken,
    storable_roles,
    taken,
)
from tenants.accounts.services.seat import take_seats
from tenants.kernel import audit
from tenants.kernel.clock import now
from tenants.kernel.errors import Invalid, Missing, Refused
from tenants.kernel.events import publish
from tenants.kernel.phones import masked_number

CHANGEABLE = (
    "name",
    "email",
    "native_name",
    "native_language",
    "language",
    "job_title",
    "employee_id",
)
_BATCH = 1_000


@dataclass(frozen=True)
class PersonChange:
    """What becomes of one person.

    Args:
        person_id: whom it is for.
        values: new values by field, any of CHANGEABLE; fields that are not named stay.
        roles: exactly these roles; None leaves them.
        reactivates: switches the person on, on a seat.
    """

    person_id: UUID
    values: Mapping[str, str] = field(default_factory=dict)
    roles: tuple[Role, ...] | None = None
    reactivates: bool = False


def change_people(*, changes: Sequence[PersonChange], actor: User | None) -> int:
    """Change people, all of them or none.

    Returns:
        How many are different now.

    Raises:
        Missing: when one of them does not exist.
        Refused: when the actor may not act on one of them, or the last owner would be none.
        Invalid, Conflict: when a value cannot be, belongs to somebody else, or no seat is free.
    """
    wanted = {change.person_id: change for change in changes}
    with transaction.atomic():
        # Seats before owners before people: the order in which everybody takes these locks.
        take_seats(sum(1 for change in changes if change.reactivates))
        lock_owners(actor)
        users = list(
            User.objects.select_for_update(of=("self",), no_key=True)
            .filter(id__in=wanted)
            .order_by("id")
            .prefetch_related("role_grants")
        )
        if len(users) != len(wanted):
            raise Missing(_("There is no such person."))
        told: dict[UUID, dict[str, list[object]]] = {}
        for user in users:
            if actor is not None and not policies.may_act_on(actor, user):
                raise Refused(_("Only an owner may change an owner."))
            readdressed = clean_email(wanted[user.id].values.get("email", user.email or ""))
            if actor is not None and readdressed != (user.email or ""):
                policies.require_take_over(actor, user)
            told[user.id] = _set(user, wanted[user.id])
        _save(users, told)
        for user in users:
            roles = wanted[user.id].roles
            if roles is not None and (changed := _set_roles(user, roles, actor)):
                told[user.id]["roles"] = changed
        changed_users = [user for user in users if told[user.id]]
        audit.record_many(
            "people.changed",
            actor=actor,
            lines=[(user.display_name, user.id, dict(told[user.id])) for user in changed_users],
        )
        for user in users:
            if "is_active" in told[user.id]:
                publish(UserReactivated(user_id=user.id))
    return len(changed_users)


def note_numbers(*, numbers: Mapping[UUID, str], actor: User | None) -> int:
    """Write down the phone numbers of many, by an admin's word; the first code to each proves it.

    Args:
        numbers: in E.164, by person.
        actor: who says so; has to stand above each, as a number is a way to sign in.

    Returns:
        How many are different now.

    Raises:
        Refused: when the actor may not give one of them a way to sign in.
    """
    with transaction.atomic():
        before = numbers_of(numbers)
        changed = {one: number for one, number in numbers.items() if before.get(one) != number}
        people = User.objects.filter(id__in=changed).prefetch_related("role_grants")
        told = []
        for user in people:
            if actor is not None:
                policies.require_take_over(actor, user)
            words = [masked_number(before.get(user.id, "")), masked_number(changed[user.id])]
            told.append((user.display_name, user.id, {"phone": words}))
        PhoneNumber.objects.bulk_create(
            [
                PhoneNumber(user_id=one, number=number, changed_at=now())
                for one, number in changed.items()
            ],
            update_conflicts=True,
            unique_fields=["user"],
            update_fields=["number", "verified_at", "changed_at"],
            batch_size=_BATCH,
        )
        audit.record_many("people.phone_noted", actor=actor, lines=told)
    return len(changed)


def change_language(*, person_id: UUID, language: str, actor: User | None) -> bool:
    """Set the language of somebody's pages; "" for the company's.

    Returns:
        False when it was that already.

    Raises:
        Missing, Refused: when there is no such person, or the actor may not act on them.
        Invalid: for a language the product does not speak.
    """
    if language and language not in dict(settings.LANGUAGES):
        raise Invalid(_("Choose one of the languages."), field="language")
    with transaction.atomic():
        user = User.objects.select_for_update(no_key=True).filter(id=person_id).first()
        if user is None:
            raise Missing(_("There is no such person."))
        if actor is not None:
            policies.require_edit(actor, user)
        if user.language == language:
            return False
        before, user.language = user.language, language
        user.save(update_fields=["language"])
        audit.record(
            "people.changed",
            actor=actor,
            target=user.display_name,
            target_id=user.id,
            changes={"language": [before, language]},
        )
    return True


def _set(user: User, change: PersonChange) -> dict[str, list[object]]:
    """Set new values on a person, unsaved; return what differs."""
    told: dict[str, list[object]] = {}
    for name, value in change.values.items():
        if name not in CHANGEABLE:
            raise Invalid(_("This cannot be changed."), field=name)
        new: str | None = " ".join(value.split())
        if name == "name":
            new = clean_name(value)
        elif name == "email":
            new = clean_email(value) or None
        before = getattr(user, name)
        if before != new:
            told[name] = [before or "", new or ""]
            setattr(user, name, new)
    if change.reactivates and not user.is_active:
        if user.merged_into_id is not None:
            raise Refused(_("This account was merged into another one and stays switched off."))
        told["is_active"] = [False, True]
        user.is_active = True
    return told


def _save(users: Sequence[User], told: Mapping[UUID, Mapping[str, object]]) -> None:
    touched = [user for user in users if told[user.id]]
    names = sorted({name for changes in told.values() for name in changes})
    if not names:
        return
    refuse_taken(touched)
    try:
        with transaction.atomic():
            User.objects.bulk_update(touched, names, batch_size=_BATCH)
    except IntegrityError:
        raise taken() from None
    readdressed = [user for user in touched if "email" in told[user.id]]
    if readdressed:
        EmailAddress.objects.filter(user__in=readdressed).delete()
        EmailAddress.objects.bulk_create(
            [
                EmailAddress(user=user, email=user.email, primary=True, verified=False)
                for user in readdressed
                if user.email
            ],
            batch_size=_BATCH,
        )


def _set_roles(user: User, roles: Sequence[Role], actor: User | None) -> list[object]:
    """Give a locked person exactly these roles; return [before, after], empty when nothing changed."""
    new = set(storable_roles(roles))
    has = {Role(grant.role) for grant in user.role_grants.all()}
    if new == has:
        return []
    if actor is not None and not policies.may_grant(actor, new ^ has):
        raise Refused(
            _("Only an owner may make somebody an owner, or take it back."), field="roles"
        )
    if Role.OWNER in has - new and owners_left(without=user.id) == 0:
        raise Refused(
            _("This is the last owner. Make somebody else an owner first."),
            field="roles",
            code="last_owner",
        )
    RoleGrant.objects.filter(user=user, role__in=has - new).delete()
    RoleGrant.objects.bulk_create(
        [RoleGrant(user=user, role=role, granted_by=actor) for role in sorted(new - has)]
    )
    forget_roles(user)
    return [sorted(map(str, has)), sorted(map(str, new))]
