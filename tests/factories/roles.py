"""Custom roles for tests. Call them inside a company's schema."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from enterprise.models import Department
from enterprise.policies.holding import hold
from enterprise.services.custom_role import create_role
from tenants.accounts.actions import Action
from tenants.accounts.enums import Role
from tenants.accounts.models import CustomRole, User
from tests.factories.accounts import UserFactory


def make_role(*actions: Action, name: str = "", actor: User | None = None) -> CustomRole:
    """Return a role of these actions, made by an owner."""
    return create_role(
        name=name or f"Role {CustomRole.objects.count() + 1}",
        about="",
        actions=actions,
        actor=actor or UserFactory(roles=[Role.OWNER]),
    )


def make_delegate(
    actions: Iterable[Action], department: Department | None = None, **fields: Any
) -> User:
    """Return a person who holds a new role of these actions, for one department or everywhere."""
    person: User = UserFactory(**fields)
    hold(make_role(*actions), person, department)
    return User.objects.get(id=person.id)


def fresh(person_id: UUID) -> User:
    """Return a person as the next request would read them."""
    return User.objects.get(id=person_id)
