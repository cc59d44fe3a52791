"""Ending sessions: one's own, on a device or on all others."""

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext as _

from tenants.accounts import sessions
from tenants.accounts.models import User
from tenants.kernel import audit
from tenants.kernel.errors import Missing

# In place of the network's address, which allauth's table wants and nothing of ours asks for.
NOWHERE = "0.0.0.0"  # noqa: S104  (nothing listens there)


def forget_network(*, session_key: str) -> None:
    """Drop the network's address from the row of a session that has just begun."""
    UserSession.objects.filter(session_key=session_key).update(ip=NOWHERE)


def forget_networks() -> int:
    """Drop what was written since other than at sign-in, such as after a new password; return how many."""
    return UserSession.objects.exclude(ip=NOWHERE).update(ip=NOWHERE)


def end_session(*, user: User, session_id: int) -> None:
    """End one of a person's own sessions.

    Raises:
        Missing: when they have no such session.
    """
    with transaction.atomic():
        row = UserSession.objects.filter(user=user, id=session_id).first()
        if row is None:
            raise Missing(_("You are not signed in there."))
        sessions.end([row.session_key])
        row.delete()
        audit.record(
            "account.session_ended", actor=user, target=user.display_name, target_id=user.id
        )


def end_other_sessions(*, user: User, keep: str) -> int:
    """End every session of a person but one.

    Args:
        keep: the key of the session that goes on.

    Returns:
        How many were ended.
    """
    with transaction.atomic():
        others = UserSession.objects.filter(user=user).exclude(session_key=keep)
        keys = list(others.values_list("session_key", flat=True))
        sessions.end(keys)
        others.delete()
        if keys:
            audit.record(
                "account.sessions_ended",
                actor=user,
                target=user.display_name,
                target_id=user.id,
                changes={"ended": len(keys)},
            )
    return len(keys)
