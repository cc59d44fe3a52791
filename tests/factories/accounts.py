"""People, invitations and seats for tests. Call them inside a schema: `with in_tenant(acme):`."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import factory
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from tenants.accounts.enums import Role
from tenants.accounts.models import Invitation, RoleGrant, SeatAllowance, User
from tenants.accounts.tokens import invitation_digest, invitation_token
from tenants.kernel.clock import now

PASSWORD = "correct horse battery"
_HASH = make_password(PASSWORD, hasher="md5")


class UserFactory(factory.django.DjangoModelFactory):
    """An active person with PASSWORD and a verified address; `roles=[Role.ADMIN]` grants roles."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Person {n:03d}")
    email = factory.Sequence(lambda n: f"person{n:03d}@example.com")
    password = _HASH

    @factory.post_generation
    def roles(self: User, create: bool, extracted: Sequence[Role] | None, **kwargs: Any) -> None:
        if create:
            for role in extracted or ():
                RoleGrant.objects.create(user=self, role=role)

    @factory.post_generation
    def verified(self: User, create: bool, extracted: bool | None, **kwargs: Any) -> None:
        if create and self.email and extracted is not False:
            EmailAddress.objects.create(user=self, email=self.email, verified=True, primary=True)


class NotYetJoinedFactory(UserFactory):
    """A person an import wrote, who has not chosen a password."""

    password = factory.LazyFunction(lambda: make_password(None))

    @factory.post_generation
    def verified(self: User, create: bool, extracted: bool | None, **kwargs: Any) -> None:
        if create and self.email:
            EmailAddress.objects.create(user=self, email=self.email, verified=False, primary=True)


class InvitationFactory(factory.django.DjangoModelFactory):
    """An open invitation; its link's token is in `.token`."""

    class Meta:
        model = Invitation
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"invited{n:03d}@example.com")
    name = factory.Sequence(lambda n: f"Invited {n:03d}")
    roles = factory.LazyFunction(list)
    placement = factory.LazyFunction(dict)
    expires_at = factory.LazyFunction(lambda: now() + timedelta(days=14))
    token_hash = ""

    @factory.post_generation
    def token(self: Invitation, create: bool, extracted: Any, **kwargs: Any) -> None:
        if create:
            secret = secrets.token_urlsafe(8)
            self.token_hash = invitation_digest(
                invitation_id=self.id, email=self.email, secret=secret
            )
            self.save(update_fields=["token_hash"])
            self.token = invitation_token(self.id, secret)


class SeatAllowanceFactory(factory.django.DjangoModelFactory):
    """The company's seats."""

    class Meta:
        model = SeatAllowance
        django_get_or_create = ("only",)

    only = True
    seats = 100
