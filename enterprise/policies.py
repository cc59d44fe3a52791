"""Who may do what with teams and assignments. Views and services ask; templates show the answer."""

from collections.abc import Collection
from uuid import UUID

from tenants.accounts.api import User, is_admin, is_manager
from tenants.kernel.errors import Missing

may_manage_company = is_admin
may_see_team = is_manager


def require_visible(department_ids: Collection[UUID], wanted: UUID | None) -> None:
    """Ask whether a department is among those a person sees.

    Raises:
        Missing: when it is not: another manager's department is none of theirs.

    """
    if wanted is not None and wanted not in department_ids:
        raise Missing("")


def sees_everybody(user: User) -> bool:
    """Whether a person sees all departments, and people who are in none."""
    return is_admin(user)
