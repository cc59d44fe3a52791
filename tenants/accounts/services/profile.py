"""What a person changes about themselves."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.db import transaction

from tenants.accounts.models import User
from tenants.accounts.services.person import clean_name
from tenants.kernel.clock import now
from tenants.kernel.plain_text import clean_line

_SEEN_EVERY = timedelta(minutes=15)


def update_profile(
    *, user: User, name: str, native_name: str, native_language: str, language: str
) -> None:
    """Save how a person is called and in which language they read.

    Raises:
        Invalid: (`name`) when there is no name, or it is too long.
    """
    with transaction.atomic():
        user.name = clean_name(name)
        user.native_name = clean_line(native_name)
        user.native_language = native_language if user.native_name else ""
        user.language = language
        user.save(update_fields=["name", "native_name", "native_language", "language"])


def choose_language(*, user: User, language: str) -> None:
    """Keep the language that somebody reads in. A code we do not know is the form's to refuse."""
    User.objects.filter(id=user.id).update(language=language)
    user.language = language


def note_seen(*, user: User, session_key: str | None = None) -> None:
    """Remember that a person was here, in which session, at most every quarter of an hour."""
    moment = now()
    if user.last_seen_at is None or moment - user.last_seen_at >= _SEEN_EVERY:
        User.objects.filter(id=user.id).update(last_seen_at=moment)
        # The first time somebody is seen is right after signing in, which wrote the moment itself.
        if user.last_seen_at is not None and session_key:
            UserSession.objects.filter(session_key=session_key).update(last_seen_at=moment)
        user.last_seen_at = moment
