"""The owners of a company: whom to tell, and whom to ask."""

from dataclasses import dataclass
from uuid import UUID

from allauth.account.models import EmailAddress

from tenants.accounts.enums import Role
from tenants.accounts.models import User


@dataclass(frozen=True)
class OwnerContact:
    """An active owner with an address."""

    id: UUID
    name: str
    email: str
    language: str


def owner_contacts() -> list[OwnerContact]:
    """Return the entered company's active owners who can be written to, by name."""
    rows = (
        User.objects.filter(is_active=True, role_grants__role=Role.OWNER, email__isnull=False)
        .order_by("name", "id")
        .distinct()
    )
    return [OwnerContact(row.id, row.display_name, row.email or "", row.language) for row in rows]


def is_owner_address(email: str) -> bool:
    """Whether an active owner of the entered company has this address."""
    return User.objects.filter(
        is_active=True, role_grants__role=Role.OWNER, email=email.strip().lower()
    ).exists()


def runs_company(email: str) -> bool:
    """Whether somebody who has proven this address owns or administers the entered company."""
    return EmailAddress.objects.filter(
        email__iexact=email,
        verified=True,
        user__is_active=True,
        user__role_grants__role__in=[Role.OWNER, Role.ADMIN],
    ).exists()


def verified_address(user: User) -> str:
    """Return the address a person signs in with when it is proven, else nothing."""
    proven = EmailAddress.objects.filter(user=user, email=user.email, verified=True)
    return user.email or "" if user.email and proven.exists() else ""
