"""Who runs things here."""

from uuid import UUID

from tenants.accounts.api import Role, User
from tenants.schemas import current_tenant


def admin_ids() -> list[UUID]:
    """Return the ids of a company's active admins and owners; of the staff on the public site."""
    roles = [Role.STAFF] if current_tenant().is_public else [Role.ADMIN, Role.OWNER]
    return sorted(
        User.objects.filter(is_active=True, role_grants__role__in=roles)
        .values_list("id", flat=True)
        .distinct()
    )
