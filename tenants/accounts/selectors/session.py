"""Where somebody is signed in, and how they came in before."""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare

from tenants.accounts.models import SignInRecord, User
from tenants.accounts.sessions import SessionStore
from tenants.accounts.user_agents import describe, is_handheld
from tenants.kernel.clock import now


@dataclass(frozen=True)
class SessionInfo:
    """One place where somebody is signed in; moments are UTC."""

    id: int
    device: str
    is_handheld: bool
    is_current: bool
    signed_in_at: datetime
    last_seen_at: datetime


def sessions_of(user: User, *, current: str) -> list[SessionInfo]:
    """Return a person's sessions that still hold, this one first. Two queries, however many.

    A session whose row is gone, or that was signed before the password changed, holds no more.

    Args:
        current: the key of the session that asks.
    """
    rows = list(UserSession.objects.filter(user=user).order_by("-last_seen_at", "-id"))
    alive = {
        session.session_key: session.session_data
        for session in Session.objects.filter(
            session_key__in=[row.session_key for row in rows], expire_date__gt=now()
        )
    }
    expected = user.get_session_auth_hash()
    store = SessionStore()
    found = [
        SessionInfo(
            id=row.pk,
            device=describe(row.user_agent),
            is_handheld=is_handheld(row.user_agent),
            is_current=row.session_key == current,
            signed_in_at=row.created_at,
            last_seen_at=row.last_seen_at,
        )
        for row in rows
        if row.session_key in alive
        and constant_time_compare(
            store.decode(alive[row.session_key]).get(HASH_SESSION_KEY, ""), expected
        )
    ]
    return sorted(found, key=lambda session: not session.is_current)


def history_of(user: User) -> QuerySet[SignInRecord]:
    """Return how somebody came in, or somebody tried to as them, the latest first."""
    return SignInRecord.objects.filter(user_id=user.id).order_by("-at", "-id")
