"""Making people and changing what is known about them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tenants.accounts import policies
from tenants.accounts.enums import COMPANY_ROLES, PUBLIC_ROLES, NameLanguage, Role
from tenants.accounts.events import UserJoined
from tenants.accounts.models import RoleGrant, User
from tenants.accounts.services.seat import take_seats
from tenants.kernel import audit
from tenants.kernel.clock import now
from tenants.kernel.errors import Conflict, Invalid, Missing, Refused
from tenants.kernel.events import publish
from tenants.kernel.plain_text import clean_address, clean_line
from tenants.schemas import current_tenant

NAME_LENGTH = 150
_BATCH = 1000


@dataclass(frozen=True)
class NewPerson:
    """Somebody to be written.

    Args:
        name: as shown, in Latin script.
        email: the address to sign in with, or empty for people without one.
        roles: to be granted; what they imply is not written.
        placement: for whoever places people, such as {"department_id": "…"}.
        password_hash: made by Django's hasher; empty for who has yet to choose one.
        email_verified: whether the address is known to be theirs.
        joined_at: UTC; now by default.
    """

    name: str
    email: str = ""
    roles: tuple[Role, ...] = ()
    placement: dict[str, Any] = field(default_factory=dict)
    native_name: str = ""
    native_language: str = ""
    language: str = ""
    job_title: str = ""
    employee_id: str = ""
    password_hash: str = ""
    email_verified: bool = False
    joined_at: datetime | None = None


def clean_name(name: str) -> str:
    """Return a name without spaces and characters that cannot be seen.

    Raises:
        Invalid: (`name`) when there is none left, or it is too long.
    """
    tidy = clean_line(name)
    if not tidy:
        raise Invalid(_("Enter a name."), field="name", code="name_missing")
    if len(tidy) > NAME_LENGTH:
        raise Invalid(
            _("A name has at most %(count)d characters.") % {"count": NAME_LENGTH}, field="name"
        )
    return tidy


def clean_email(email: str) -> str:
    """Return an address in lower case, or "" for none. Raises Invalid (`email`) when it is not one."""
    if not email.strip():
        return ""
    try:
        tidy = clean_address(email)
        validate_email(tidy)
    except (ValidationError, ValueError):
        raise Invalid(
            _("“%(email)s” is not an e-mail address.") % {"email": email.strip()[:100]},
            field="email",
            code="email_invalid",
        ) from None
    if len(tidy) > 254:
        raise Invalid(_("This e-mail address is too long."), field="email", code="email_invalid")
    return tidy


def storable_roles(roles: Sequence[Role]) -> list[Role]:
    """Return the roles worth writing down in the entered schema, sorted.

    Raises:
        Invalid: (`roles`) for a role that this kind of schema does not know.
    """
    public = current_tenant().is_public
    known = PUBLIC_ROLES if public else COMPANY_ROLES
    unknown = [role for role in roles if role not in known]
    if unknown:
        raise Invalid(_("This role does not exist here."), field="roles")
    return sorted({Role(role) for role in roles} - {Role.LEARNER})


def require_grant(actor: User | None, roles: Sequence[Role]) -> None:
    """Raise Refused unless the actor may hand these roles out; the system (None) may."""
    if actor is not None and not policies.may_grant(actor, roles):
        raise Refused(_("Only an owner may make somebody an owner."), field="roles")


def create_people(*, people: Sequence[NewPerson], actor: User | None = None) -> list[UUID]:
    """Write people with their roles, all of them or none, each taking a seat.

    Returns:
        Their ids, in the order given.

    Raises:
        Invalid: for a name or an address that cannot be.
        Conflict: `email_taken`, `employee_id_taken` or `no_seat`; nobody was written.
        Refused: when the actor may not hand out one of the roles.
    """
    users = [_build(new) for new in people]
    roles = [storable_roles(new.roles) for new in people]
    for granted in roles:
        require_grant(actor, granted)
    with transaction.atomic():
        take_seats(len(users))
        refuse_taken(users)
        try:
            with transaction.atomic():
                User.objects.bulk_create(users, batch_size=_BATCH)
        except IntegrityError:
            raise taken() from None
        EmailAddress.objects.bulk_create(
            [
                EmailAddress(user=user, email=user.email, verified=new.email_verified, primary=True)
                for user, new in zip(users, people, strict=True)
                if user.email
            ],
            batch_size=_BATCH,
        )
        RoleGrant.objects.bulk_create(
            [
                RoleGrant(user=user, role=role, granted_by=actor)
                for user, granted in zip(users, roles, strict=True)
                for role in granted
            ],
            batch_size=_BATCH,
        )
        for user, new in zip(users, people, strict=True):
            publish(UserJoined(user_id=user.id, placement=new.placement))
    return [user.id for user in users]


def create_person(
    *,
    name: str,
    email: str = "",
    roles: Sequence[Role] = (),
    placement: dict[str, Any] | None = None,
    actor: User | None = None,
    **known: Any,
) -> UUID:
    """Write one person; `known` is any other field of NewPerson.

    Returns:
        The person's id.

    Raises:
        Invalid, Conflict, Refused: as `create_people` does.
    """
    new = NewPerson(name=name, email=email, roles=tuple(roles), placement=placement or {}, **known)
    with transaction.atomic():
        (person_id,) = create_people(people=[new], actor=actor)
        audit.record(
            "people.added",
            actor=actor,
            target=new.name,
            target_id=person_id,
            changes={"roles": [str(role) for role in storable_roles(new.roles)]},
        )
    return person_id


def change_person(
    *,
    person_id: UUID,
    actor: User | None,
    name: str | None = None,
    email: str | None = None,
    native_name: str | None = None,
    native_language: str | None = None,
    job_title: str | None = None,
    employee_id: str | None = None,
) -> None:
    """Change what is known about a person; what is None stays.

    A new address has to be confirmed at the next sign-in.

    Raises:
        Missing: when there is no such person.
        Refused: when the actor may not act on this person.
        Invalid, Conflict: when a value cannot be, or belongs to somebody else.
    """
    with transaction.atomic():
        user = User.objects.select_for_update(no_key=True).filter(id=person_id).first()
        if user is None:
            raise Missing(_("There is no such person."))
        if actor is not None:
            policies.require_edit(actor, user)
        wanted = {
            "name": None if name is None else clean_name(name),
            "email": None if email is None else (clean_email(email) or None),
            "native_name": None if native_name is None else clean_line(native_name),
            "native_language": native_language,
            "job_title": job_title,
            "employee_id": None if employee_id is None else employee_id.strip(),
        }
        if native_name == "":
            wanted["native_language"] = ""
        before = {key: getattr(user, key) for key in wanted}
        for key, value in wanted.items():
            if value is not None or (key == "email" and email is not None):
                setattr(user, key, value)
        changed = {
            key: [before[key], getattr(user, key)]
            for key in wanted
            if before[key] != getattr(user, key)
        }
        if not changed:
            return
        if "email" in changed and actor is not None:
            policies.require_take_over(actor, user)
        refuse_taken([user])
        try:
            with transaction.atomic():
                user.save(update_fields=list(changed))
        except IntegrityError:
            raise taken() from None
        if "email" in changed:
            EmailAddress.objects.filter(user=user).delete()
            if user.email:
                EmailAddress.objects.create(
                    user=user, email=user.email, primary=True, verified=False
                )
        audit.record(
            "people.changed",
            actor=actor,
            target=user.display_name,
            target_id=user.id,
            changes=changed,
        )


def _build(new: NewPerson) -> User:
    if new.native_language and new.native_language not in NameLanguage.values:
        raise Invalid(_("Choose the language of the name."), field="native_language")
    return User(
        name=clean_name(new.name),
        email=clean_email(new.email) or None,
        native_name=clean_line(new.native_name),
        native_language=new.native_language,
        language=new.language,
        job_title=new.job_title.strip(),
        employee_id=new.employee_id.strip(),
        password=new.password_hash or make_password(None),
        date_joined=new.joined_at or now(),
    )


def refuse_taken(users: Sequence[User]) -> None:
    """Raise Conflict, naming the value, when an address or employee id is somebody else's or twice."""
    ids = [user.id for user in users]
    for name, code, message in (
        ("email", "email_taken", _("%(value)s belongs to somebody who is already here.")),
        ("employee_id", "employee_id_taken", _("Employee ID %(value)s belongs to somebody else.")),
    ):
        values = [value for user in users if (value := getattr(user, name))]
        taken = (
            User.objects.filter(**{f"{name}__in": values})
            .exclude(id__in=ids)
            .values_list(name, flat=True)
            .first()
        )
        twice = (
            next((value for value in values if values.count(value) > 1), None)
            if len(values) != len(set(values))
            else None
        )
        if taken or twice:
            raise Conflict(message % {"value": taken or twice}, field=name, code=code)


def taken() -> Conflict:
    """Return what is said when the database itself found a value taken."""
    return Conflict(
        _("Somebody with this e-mail address or employee ID was added just now."),
        field="email",
        code="email_taken",
    )
