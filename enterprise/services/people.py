"""What an admin does to people of the company: one at a time, or many from the list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from enterprise.selectors.department import department_of
from enterprise.services.placement import place_person
from tenants.accounts.api import (
    Action,
    InvitationInfo,
    PersonStatus,
    Role,
    User,
    change_person,
    deactivate_person,
    invite_person,
    invited_addresses,
    people_by_id,
    person,
    reactivate_person,
    sees,
    set_roles,
)
from tenants.kernel.errors import Conflict, DomainError, Missing


class Unchanged(Enum):
    """Says that a team is not touched, as None means no team."""

    UNCHANGED = "unchanged"


UNCHANGED = Unchanged.UNCHANGED


@dataclass(frozen=True)
class BulkResult:
    """What became of many: whom it was done to, and why not to others."""

    done: tuple[UUID, ...]
    refused: tuple[str, ...]


def save_person(
    *,
    person_id: UUID,
    actor: User,
    name: str,
    email: str,
    native_name: str,
    native_language: str,
    job_title: str,
    employee_id: str,
    roles: Sequence[Role] | None = None,
    department_id: UUID | Unchanged | None = UNCHANGED,
) -> None:
    """Save what may be changed about a person, all of it or nothing; roles of None stay.

    Raises:
        Missing, Invalid, Conflict, Refused: as the services it is made of.

    """
    with transaction.atomic():
        change_person(
            person_id=person_id,
            actor=actor,
            name=name,
            email=email,
            native_name=native_name,
            native_language=native_language,
            job_title=job_title,
            employee_id=employee_id,
        )
        if roles is not None:
            set_roles(person_id=person_id, roles=roles, actor=actor)
        if not isinstance(department_id, Unchanged):
            place_person(user_id=person_id, department_id=department_id, actor=actor)


def deactivate_people(*, person_ids: Sequence[UUID], actor: User) -> BulkResult:
    """Switch people off; who may not be is named in the result, and stays as they are."""
    return _each(person_ids, lambda one: deactivate_person(person_id=one, actor=actor))


def reactivate_people(*, person_ids: Sequence[UUID], actor: User) -> BulkResult:
    """Switch people on while there are seats."""
    return _each(person_ids, lambda one: reactivate_person(person_id=one, actor=actor))


def move_people(
    *, person_ids: Sequence[UUID], department_id: UUID | None, actor: User
) -> BulkResult:
    """Put people into another team, or into none."""
    return _each(
        person_ids,
        lambda one: place_person(user_id=one, department_id=department_id, actor=actor),
    )


def invite_people(*, person_ids: Sequence[UUID], actor: User) -> BulkResult:
    """Send invitations to people an import made, who have not joined yet."""
    return _each(person_ids, lambda one: bool(invite_known(person_id=one, actor=actor)))


def invite_known(*, person_id: UUID, actor: User) -> InvitationInfo:
    """Invite somebody who is in the list but has never signed in.

    Raises:
        Missing: when there is no such person.
        Conflict: when they have no address, joined already, or have an open invitation.

    """
    found = person(person_id)
    if found is None or not sees(actor, Action.INVITE_PEOPLE, person_id):
        raise Missing(_("There is no such person."))
    if not found.email:
        raise Conflict(
            _("%(name)s has no e-mail address. Add one first.") % {"name": found.display_name}
        )
    team = department_of(person_id)
    return invite_person(
        email=found.email,
        name=found.name,
        placement={"department_id": str(team.id)} if team else {},
        invited_by=actor,
        language=found.language,
    )


def invite_new_people(*, person_ids: Sequence[UUID], actor: User) -> int:
    """Invite those of some people who have an address, have not joined and were not invited.

    An invitation that is open already makes the same account, so it stays good.

    Returns:
        How many were invited.

    """
    with transaction.atomic():
        found = [
            info
            for info in people_by_id(person_ids).values()
            if info.email and info.status == PersonStatus.INVITED
        ]
        invited = invited_addresses(info.email for info in found)
        wanted = [info for info in found if info.email not in invited]
        for info in wanted:
            invite_person(
                email=info.email, name=info.name, invited_by=actor, language=info.language
            )
    return len(wanted)


def _each(person_ids: Sequence[UUID], act: Callable[[UUID], bool]) -> BulkResult:
    """Do something to each, in the order of ids so that two lists at once cannot lock each other.

    Raises:
        Missing: when one of them does not exist here; nobody was changed then.

    """
    done: list[UUID] = []
    refused: list[str] = []
    with transaction.atomic():
        for person_id in sorted(set(person_ids)):
            try:
                with transaction.atomic():
                    if act(person_id):
                        done.append(person_id)
            except Missing:
                raise
            except DomainError as error:
                found = person(person_id)
                name = found.display_name if found else ""
                refused.append(f"{name}: {error.message}")
    return BulkResult(tuple(done), tuple(refused))
