"""Who holds a custom role, and for which department: object permissions of django-guardian.

Each custom role is one `auth.Permission` on departments. Whoever holds it for the whole company has the
permission itself; whoever holds it for one team has it on that department, and by that on all beneath.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import F, TextField, UUIDField, Value
from django.db.models.functions import Cast
from guardian.models import UserObjectPermission
from guardian.shortcuts import assign_perm, remove_perm

from enterprise.models import Department
from tenants.accounts.api import CustomRole, User


@dataclass(frozen=True)
class Holding:
    """One person holding one role, for one department or (None) the whole company."""

    user_id: UUID
    role_id: UUID
    department_id: UUID | None


def make_permission(role_id: UUID, name: str) -> Permission:
    """Return the permission that stands for a new role."""
    return Permission.objects.create(
        content_type=ContentType.objects.get_for_model(Department),
        codename=f"role_{role_id.hex}",
        name=name,
    )


def hold(role: CustomRole, user: User, department: Department | None) -> None:
    """Let somebody have a role; twice is once."""
    if department is None:
        user.user_permissions.add(role.permission)
    else:
        assign_perm(role.permission, user, department)


def let_go(role: CustomRole, user: User, department: Department | None) -> None:
    """Take a role back that `hold` gave, for that department only."""
    if department is None:
        user.user_permissions.remove(role.permission)
    else:
        remove_perm(role.permission.codename, user, department)


def holds(role: CustomRole, user_id: UUID, department_id: UUID | None) -> bool:
    """Whether somebody holds a role for exactly this department, or for exactly the whole company."""
    return Holding(user_id, role.id, department_id) in holdings(role_id=role.id, user_id=user_id)


def holdings(*, role_id: UUID | None = None, user_id: UUID | None = None) -> list[Holding]:
    """Return who holds what, of one role, of one person, or of all. One query."""
    wanted: dict[str, Any] = {"permission__custom_role__isnull": False}
    if role_id is not None:
        wanted["permission__custom_role"] = role_id
    if user_id is not None:
        wanted["user_id"] = user_id
    role = F("permission__custom_role__id")
    nowhere = Value(None, output_field=TextField())
    whole = User.user_permissions.through._default_manager.filter(**wanted).values_list(
        "user_id", role, nowhere
    )
    one_by_one = UserObjectPermission.objects.filter(**wanted).values_list(
        Cast("user_id", UUIDField()), role, Cast("object_pk", TextField())
    )
    return [
        Holding(holder, held, UUID(where) if where else None)
        for holder, held, where in whole.union(one_by_one, all=True)
    ]
