"""Invitations as admins and the invited see them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from tenants.accounts.enums import InvitationState, Role
from tenants.accounts.models import Invitation, User
from tenants.accounts.tokens import invitation_digest, same_digest, split_invitation_token
from tenants.kernel.clock import now
from tenants.kernel.errors import Conflict, Missing


@dataclass(frozen=True)
class InvitationInfo:
    """One invitation; moments are UTC. The token is nowhere in it."""

    id: UUID
    email: str
    name: str
    roles: tuple[Role, ...]
    placement: dict[str, Any]
    language: str
    state: InvitationState
    invited_by: str
    sent_at: datetime
    expires_at: datetime
    # Of the person as an import wrote them; only `read_invitation` looks for it.
    native_name: str = ""
    native_language: str = ""


def invitation_info(row: Invitation) -> InvitationInfo:
    """Return an invitation as it stands now."""
    return InvitationInfo(
        id=row.id,
        email=row.email,
        name=row.name,
        roles=tuple(Role(role) for role in row.roles),
        placement=dict(row.placement),
        language=row.language,
        state=row.state_at(now()),
        invited_by=row.invited_by.display_name if row.invited_by else "",
        sent_at=row.sent_at,
        expires_at=row.expires_at,
    )


def _pending() -> QuerySet[Invitation]:
    return Invitation.objects.filter(
        accepted_at__isnull=True, revoked_at__isnull=True
    ).select_related("invited_by")


def _into(within: Collection[UUID] | None) -> QuerySet[Invitation]:
    rows = _pending()
    if within is None:
        return rows
    return rows.filter(placement__department_id__in=[str(one) for one in within])


@dataclass(frozen=True)
class InvitationFilter:
    """Which invitations to list.

    Args:
        state: only those in this state; None for what waits or has expired without an answer.
        everything: those in any state; `state` is passed over then.
        search: part of an address or a name.
        sort: one of INVITATION_SORTS.
        within: the only departments they may lead to; None means all, and those that lead to none.
    """

    state: InvitationState | None = None
    everything: bool = False
    search: str = ""
    sort: str = "-sent"
    within: Collection[UUID] | None = None


_SORTS = {
    "-sent": ("-sent_at", "-id"),
    "sent": ("sent_at", "id"),
    "email": ("email", "id"),
    "-email": ("-email", "-id"),
    "expires": ("expires_at", "id"),
    "-expires": ("-expires_at", "-id"),
}
INVITATION_SORTS = tuple(_SORTS)


def _in_state(state: InvitationState, moment: datetime) -> Q:
    unanswered = Q(accepted_at__isnull=True, revoked_at__isnull=True)
    return {
        InvitationState.ACCEPTED: Q(accepted_at__isnull=False),
        InvitationState.REVOKED: Q(revoked_at__isnull=False),
        InvitationState.EXPIRED: unanswered & Q(expires_at__lte=moment),
        InvitationState.OPEN: unanswered & Q(expires_at__gt=moment),
    }[state]


def _found(wanted: InvitationFilter) -> QuerySet[Invitation]:
    rows = Invitation.objects.select_related("invited_by")
    for word in wanted.search.split()[:6]:
        rows = rows.filter(Q(email__icontains=word) | Q(name__icontains=word))
    if wanted.within is not None:
        rows = rows.filter(placement__department_id__in=[str(one) for one in wanted.within])
    return rows


def count_invitations(wanted: InvitationFilter) -> dict[InvitationState, int]:
    """Return how many invitations a filter finds in each state, whichever it asks for. One query."""
    moment = now()
    counts = _found(wanted).aggregate(
        **{state.value: Count("id", filter=_in_state(state, moment)) for state in InvitationState}
    )
    return {InvitationState(state): number for state, number in counts.items()}


def invitations(
    wanted: InvitationFilter, *, offset: int = 0, limit: int = 50
) -> list[InvitationInfo]:
    """Return invitations a filter finds, sorted. One query."""
    rows = _found(wanted)
    if not wanted.everything:
        moment = now()
        rows = rows.filter(
            _in_state(wanted.state, moment)
            if wanted.state is not None
            else _in_state(InvitationState.OPEN, moment)
            | _in_state(InvitationState.EXPIRED, moment)
        )
    rows = rows.order_by(*_SORTS.get(wanted.sort, _SORTS["-sent"]))
    return [invitation_info(row) for row in rows[offset : offset + limit]]


def count_pending_invitations(*, within: Collection[UUID] | None = None) -> int:
    """Return how many invitations wait for an answer or have expired without one."""
    return _into(within).count()


def invited_addresses(addresses: Iterable[str]) -> set[str]:
    """Return which of some addresses (lower case) have an invitation that can still be accepted."""
    rows = _pending().filter(email__in=[a for a in addresses if a], expires_at__gt=now())
    return set(rows.values_list("email", flat=True))


def invitation(invitation_id: UUID) -> InvitationInfo | None:
    """Return one invitation of the entered schema, or None."""
    row = Invitation.objects.select_related("invited_by").filter(id=invitation_id).first()
    return invitation_info(row) if row else None


def find_by_token(token: str, *, lock: bool = False) -> Invitation:
    """Return the invitation a link belongs to, when it can still be accepted.

    Args:
        token: as it stands in the link.
        lock: hold the row until the transaction ends.

    Raises:
        Missing: (`unknown`) when the link is not one of this schema's.
        Conflict: `accepted`, `revoked` or `expired`.
    """
    parts = split_invitation_token(token)
    rows = Invitation.objects.select_for_update(of=("self",)) if lock else Invitation.objects
    row = rows.filter(id=parts[0]).first() if parts else None
    if (
        parts is None
        or row is None
        or not same_digest(
            row.token_hash,
            invitation_digest(invitation_id=row.id, email=row.email, secret=parts[1]),
        )
    ):
        raise Missing(
            _(
                "This invitation link is not complete, or a newer one was sent. "
                "Open the latest invitation in your mail."
            ),
            code="unknown",
        )
    state = row.state_at(now())
    if state != InvitationState.OPEN:
        raise Conflict(_REASONS[state](), code=str(state.value))
    return row


_REASONS = {
    InvitationState.ACCEPTED: lambda: _(
        "This invitation was used already. If that was you, sign in with your e-mail and password."
    ),
    InvitationState.REVOKED: lambda: _(
        "This invitation was withdrawn. Ask whoever invited you for a new one."
    ),
    InvitationState.EXPIRED: lambda: _(
        "This invitation has expired. Ask whoever invited you to send it again."
    ),
}


def read_invitation(token: str) -> InvitationInfo:
    """Return the invitation a link belongs to, with what is known of the invited. Raises as `find_by_token` does."""
    info = invitation_info(find_by_token(token))
    known = User.objects.filter(email=info.email.lower()).first()
    if known is None:
        return info
    return replace(
        info,
        name=known.name or info.name,
        native_name=known.native_name,
        native_language=known.native_language,
    )


def inviter_of(invitation_id: UUID) -> UUID | None:
    """Return who sent an invitation; None when nobody is named, or there is no such invitation."""
    return (
        Invitation.objects.filter(id=invitation_id).values_list("invited_by_id", flat=True).first()
    )
