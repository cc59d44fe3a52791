"""Tokens: made, rotated with an overlap, revoked, noted when used."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from tenants.accounts.api import User, require
from tenants.api_access.enums import Scope, TokenKind
from tenants.api_access.models import AccessToken
from tenants.api_access.policies import can_manage_company_tokens, require_manage, scopes_offered
from tenants.api_access.secrets import digest_of, make_secret, prefix_of
from tenants.kernel import audit
from tenants.kernel.clock import now
from tenants.kernel.errors import Conflict, Invalid
from tenants.kernel.ids import uuid7

NAME_MAX = 80
DAYS = (30, 90, 180, 365)
# Of one person, or of the company.
MOST = 50
OVERLAPS_HOURS = (0, 24, 168)
_NOTED_EVERY = timedelta(minutes=10)
_FORGOTTEN_AFTER = timedelta(days=180)


@dataclass(frozen=True)
class NewToken:
    """A token just made. This is the only time its secret is seen."""

    id: UUID
    name: str
    secret: str


def create_token(
    *, kind: TokenKind, name: str, scopes: Iterable[Scope], days: int, actor: User
) -> NewToken:
    """Make a token: a personal one acts as the actor, a service one belongs to the company.

    Args:
        kind: whose it is.
        name: what it is for.
        scopes: what it may do at most; a person's roles narrow a personal one further.
        days: until it ends, one of DAYS.
        actor: who makes it.

    Raises:
        Invalid: (`name`, `scopes`, `days`) when one cannot be.
        Refused: when the actor may not make tokens of the company.
        Conflict: when there are too many already.
    """
    wanted = sorted({Scope(scope).value for scope in scopes})
    name = " ".join(name.split())
    if not name or len(name) > NAME_MAX:
        raise Invalid(_("Say what it is for, in at most 80 characters."), field="name")
    if not wanted or not set(wanted) <= set(scopes_offered(kind)):
        raise Invalid(_("Tick at least one thing it may do."), field="scopes")
    if days not in DAYS:
        raise Invalid(_("Choose how long it is good for."), field="days")
    if kind == TokenKind.SERVICE:
        require(actor, can_manage_company_tokens)
    with transaction.atomic():
        # Of two made at once the second waits here, and is counted.
        User.objects.select_for_update(no_key=True).filter(id=actor.id).first()
        owner = actor if kind == TokenKind.PERSONAL else None
        usable = AccessToken.objects.filter(
            kind=kind, owner=owner, revoked_at=None, expires_at__gt=now()
        )
        if usable.count() >= MOST:
            raise Conflict(_("There are too many tokens already. Revoke those no longer used."))
        token_id = uuid7()
        made = _write(
            AccessToken(
                id=token_id,
                family=token_id,
                kind=kind,
                name=name,
                owner=owner,
                scopes=wanted,
                created_by=actor,
                expires_at=now() + timedelta(days=days),
            )
        )
        audit.record(
            "tokens.created",
            actor=actor,
            target=name,
            target_id=token_id,
            changes={"kind": kind.value, "scopes": wanted, "days": days},
        )
    return made


def rotate_token(*, token_id: UUID, overlap_hours: int, actor: User) -> NewToken:
    """Replace a token by a new one with the same scopes and as long a life; the old one ends soon.

    Args:
        token_id: which.
        overlap_hours: how long the old one stays good, one of OVERLAPS_HOURS.
        actor: its owner, or who manages the company's tokens.

    Raises:
        Missing: when there is no such token for the actor.
        Conflict: when it was rotated, revoked, or is over.
        Invalid: (`overlap_hours`) for another overlap.
    """
    with transaction.atomic():
        old = _locked(token_id, actor)
        if overlap_hours not in OVERLAPS_HOURS:
            raise Invalid(_("Choose how long the old one stays good."), field="overlap_hours")
        if old.revoked_at or old.replaced_by_id or old.expires_at <= now():
            raise Conflict(_("This token is over, or was replaced already."))
        made = _write(
            AccessToken(
                id=uuid7(),
                family=old.family,
                kind=old.kind,
                name=old.name,
                owner=old.owner,
                scopes=old.scopes,
                created_by=actor,
                expires_at=now() + (old.expires_at - old.created_at),
            )
        )
        old.replaced_by_id = made.id
        old.expires_at = min(old.expires_at, now() + timedelta(hours=overlap_hours))
        old.save(update_fields=["replaced_by", "expires_at"])
        audit.record(
            "tokens.rotated",
            actor=actor,
            target=old.name,
            target_id=old.id,
            changes={"overlap_hours": overlap_hours},
        )
    return made


def revoke_token(*, token_id: UUID, actor: User) -> bool:
    """End a token at once.

    Returns:
        False when it was revoked already.

    Raises:
        Missing: when there is no such token for the actor.
    """
    with transaction.atomic():
        row = _locked(token_id, actor)
        if row.revoked_at is not None:
            return False
        row.revoked_at = now()
        row.save(update_fields=["revoked_at"])
        audit.record("tokens.revoked", actor=actor, target=row.name, target_id=row.id)
    return True


def revoke_tokens_of(*, user_id: UUID) -> None:
    """End all tokens of a person who was switched off: they do not come back with the account."""
    AccessToken.objects.filter(owner_id=user_id, revoked_at=None).update(revoked_at=now())


def note_use(*, token: AccessToken) -> None:
    """Remember that a token was used, at most every ten minutes."""
    moment = now()
    if token.last_used_at is None or moment - token.last_used_at >= _NOTED_EVERY:
        AccessToken.objects.filter(id=token.id).update(last_used_at=moment)
        token.last_used_at = moment


def forget_old_tokens() -> None:
    """Remove tokens that ended half a year ago; the audit log keeps what was done with them."""
    before = now() - _FORGOTTEN_AFTER
    AccessToken.objects.filter(Q(expires_at__lt=before) | Q(revoked_at__lt=before)).delete()


def _locked(token_id: UUID, actor: User) -> AccessToken:
    rows = AccessToken.objects.select_for_update(of=("self",)).select_related("owner")
    return require_manage(actor, rows.filter(id=token_id).first())


def _write(row: AccessToken) -> NewToken:
    secret = make_secret()
    row.prefix, row.digest = prefix_of(secret), digest_of(secret)
    row.created_at = now()
    row.save(force_insert=True)
    return NewToken(id=row.id, name=row.name, secret=secret)
