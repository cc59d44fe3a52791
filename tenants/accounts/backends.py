"""Signing in by e-mail address and password."""

from typing import Any
from uuid import UUID

from django.contrib.auth.backends import ModelBackend
from django.db.models import QuerySet
from django.http import HttpRequest

from tenants.accounts.models import User
from tenants.kernel.statements import ANY_ID, Written


class EmailBackend(ModelBackend):
    """Finds the person of the entered schema by address, whatever its case.

    Unknown, passwordless and inactive people cost as much time as others, so that the time of an
    answer does not tell who is here.
    """

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        """Return the person, or None; `email` or `username` holds the address."""
        address = (kwargs.get("email") or username or "").strip().lower()
        if not address or password is None:
            return None
        user = User.objects.filter(email=address).first()
        if user is None or not user.has_usable_password():
            # As long as checking one takes.
            User().set_password(password)
            return None
        if user.check_password(password) and self.user_can_authenticate(user):
            return user
        return None

    def get_user(self, user_id: Any) -> User | None:
        """Return who is signed in, with the one query that every page of theirs asks; None when they may not be."""
        for user in _PERSON.instances(User._meta.pk.to_python(user_id)):
            return user if self.user_can_authenticate(user) else None
        return None


def _person(user_id: UUID) -> "QuerySet[User]":
    return User.objects.filter(pk=user_id)


_PERSON = Written(_person, ANY_ID)
