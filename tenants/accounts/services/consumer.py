"""Signing up on the public site."""

from django.db import transaction

from tenants.accounts.enums import Role
from tenants.accounts.events import UserJoined
from tenants.accounts.models import RoleGrant, User
from tenants.accounts.services.person import clean_name
from tenants.kernel.events import publish


def register_consumer(*, user: User, name: str) -> User:
    """Write a new learner of the public site, whose address and password are set already.

    Raises:
        Invalid: (`name`) when there is no name.
    """
    with transaction.atomic():
        user.name = clean_name(name)
        user.save()
        RoleGrant.objects.create(user=user, role=Role.CONSUMER)
        publish(UserJoined(user_id=user.id))
    return user
