"""What somebody may do: built-in roles and custom ones, read once per request and person.

Custom roles are held by Django's permissions (for the whole company) and django-guardian's object
permissions on departments (for one team). One query reads them together with the built-in roles;
departments are read only when somebody's powers go by team.
"""

import json
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import TextField, Value
from django.db.models.functions import Cast
from guardian.models import UserObjectPermission

from tenants.accounts.actions import BY_TEAM, DELEGABLE, Action, Bound, held_by_roles
from tenants.accounts.enums import COMPANY_ROLES, IMPLIED, PUBLIC_ROLES, Role
from tenants.accounts.models import RoleGrant, User
from tenants.accounts.places import places
from tenants.kernel.statements import ANY_ID, Written
from tenants.schemas import current_tenant

_CACHE = "_powers"


class Principal(Protocol):
    """Somebody who is no person but may do something: a company's own program."""

    is_service: bool
    powers: "Powers"


Visitor = User | AnonymousUser | Principal


@dataclass(frozen=True)
class Reach:
    """How far an action goes: everywhere, in some departments (all beneath named, too), nowhere."""

    everywhere: bool = False
    departments: frozenset[UUID] = frozenset()

    def covers(self, department_id: UUID | None) -> bool:
        """Whether somebody or something in this department is within; None is in no department."""
        return self.everywhere or department_id in self.departments

    def within(self, other: "Reach") -> bool:
        """Whether this goes nowhere that the other does not."""
        if other.everywhere:
            return True
        return not self.everywhere and self.departments <= other.departments

    def __bool__(self) -> bool:
        return self.everywhere or bool(self.departments)


EVERYWHERE, NOWHERE = Reach(everywhere=True), Reach()


@dataclass
class Powers:
    """What one person may do. `tops` are the departments that custom roles are held for."""

    roles: frozenset[Role] = frozenset()
    everywhere: frozenset[Action] = frozenset()
    own: frozenset[Action] = frozenset()
    as_manager: frozenset[Action] = frozenset()
    tops: dict[Action, frozenset[UUID]] = field(default_factory=dict)
    user_id: UUID | None = None
    _managed: frozenset[UUID] | None = None
    _reach: dict[Action, Reach] = field(default_factory=dict)
    _place: dict[UUID, UUID | None] = field(default_factory=dict)

    @property
    def actions(self) -> frozenset[Action]:
        """Everything they may do somewhere."""
        return self.everywhere | self.own | self.as_manager | frozenset(self.tops)

    def tops_of(self, action: Action) -> frozenset[UUID]:
        """Return the departments an action goes for, without those beneath. One query for managers."""
        found = self.tops.get(action, frozenset())
        if action in self.as_manager and self.user_id is not None:
            if self._managed is None:
                self._managed = places().managed_by(self.user_id)
            found |= self._managed
        return found

    def reach(self, action: Action) -> Reach:
        """Return how far an action goes. At most two queries for all that goes by team."""
        if action in self.everywhere:
            return EVERYWHERE
        if action not in self._reach:
            tops = self.tops_of(action)
            known = next((r for a, r in self._reach.items() if self.tops_of(a) == tops), None)
            self._reach[action] = known or (
                Reach(departments=places().beneath(tops)) if tops else NOWHERE
            )
        return self._reach[action]

    def place_of(self, person_id: UUID) -> UUID | None:
        """Return the department a person is in, asked once."""
        if person_id not in self._place:
            self._place[person_id] = places().department_of(person_id)
        return self._place[person_id]


def effective(granted: set[Role], *, in_company: bool) -> frozenset[Role]:
    """Return granted roles with all they imply; everyone in a company is a learner."""
    known = COMPANY_ROLES if in_company else PUBLIC_ROLES
    roles = {role for role in granted if role in known}
    for role in tuple(roles):
        roles |= IMPLIED.get(role, frozenset())
    if in_company:
        roles.add(Role.LEARNER)
    return frozenset(roles)


def powers_of(user: Visitor) -> Powers:
    """Return what somebody may do; nothing for a visitor and for who is deactivated.

    Read once per user instance, which is once per request.
    """
    if isinstance(user, User):
        if not user.is_active:
            return Powers()
        cached: Powers | None = user.__dict__.get(_CACHE)
        if cached is None:
            cached = user.__dict__[_CACHE] = read_powers(user.id)
        return cached
    return user.powers if getattr(user, "is_service", False) else Powers()  # type: ignore[union-attr]


def forget_powers(user: Visitor) -> None:
    """Ask the database again next time: somebody's roles were changed."""
    user.__dict__.pop(_CACHE, None)


def roles_of(user: Visitor) -> frozenset[Role]:
    """Return a person's built-in roles with all they imply; none for who is deactivated."""
    return powers_of(user).roles


def read_powers(user_id: UUID) -> Powers:
    """Return what an active person may do, as it stands in the database now. One query."""
    granted: set[Role] = set()
    everywhere: set[Action] = set()
    tops: dict[Action, set[UUID]] = {}
    for word, where, stored in _HELD.rows(user_id):
        if stored is None:
            granted.add(Role(word))
            continue
        actions = {Action(value) for value in json.loads(stored) if value in Action.values}
        if where is None:
            everywhere |= actions & DELEGABLE
        else:
            for action in actions & BY_TEAM:
                tops.setdefault(action, set()).add(UUID(where))
    roles = effective(granted, in_company=not current_tenant().is_public)
    bounds = held_by_roles(roles)
    whole = {action for action, how in bounds.items() if Bound.WHOLE in how} | everywhere
    return Powers(
        roles=roles,
        everywhere=frozenset(whole),
        own=frozenset(action for action, how in bounds.items() if Bound.OWN in how),
        as_manager=frozenset(a for a, how in bounds.items() if Bound.TEAMS in how) - whole,
        tops={action: frozenset(ids) for action, ids in tops.items() if action not in whole},
        user_id=user_id,
    )


def _held_by(user_id: UUID) -> Any:
    """Ask for (built-in role, None, None) and ("", department or None, a custom role's actions)."""
    nothing = Value(None, output_field=TextField())
    no_role = Value("", output_field=TextField())
    held: dict[str, Any] = {
        "user_id": user_id,
        "permission__custom_role__isnull": False,
        "permission__custom_role__archived_at__isnull": True,
    }
    actions = Cast("permission__custom_role__actions", TextField())
    built_in = RoleGrant.objects.filter(user_id=user_id).values_list(
        Cast("role", TextField()), nothing, nothing
    )
    whole = User.user_permissions.through._default_manager.filter(**held).values_list(
        no_role, nothing, actions
    )
    by_team = UserObjectPermission.objects.filter(**held).values_list(
        no_role, Cast("object_pk", TextField()), actions
    )
    return built_in.union(whole, by_team, all=True)


_HELD = Written(_held_by, ANY_ID)


def support_person(name: str) -> User:
    """Return who stands in for a member of our staff during a support visit: an admin in no table.

    The database is held to reading while one looks around (tenants/privacy/middleware.py).
    """
    visitor = User(name=name)
    roles = effective({Role.ADMIN}, in_company=True)
    whole = {action for action, how in held_by_roles(roles).items() if Bound.WHOLE in how}
    visitor.__dict__[_CACHE] = Powers(roles=roles, everywhere=frozenset(whole))
    return visitor
