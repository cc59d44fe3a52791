"""A company's life as a table: which standing may follow which, and on whose word.

From trial to closed every step can be taken back; erased is the end. What is not in the table does not
happen. Billing has its lines already; until it is there, our staff speaks in its place.
"""

from dataclasses import dataclass

from tenants.enums import Mover, TenantStatus

S, M = TenantStatus, Mover


@dataclass(frozen=True)
class Move:
    """A step that is allowed to some."""

    source: TenantStatus
    target: TenantStatus
    movers: frozenset[Mover]


def _move(source: TenantStatus, target: TenantStatus, *movers: Mover) -> Move:
    return Move(source, target, frozenset(movers))


MOVES: tuple[Move, ...] = (
    _move(S.PROVISIONING, S.TRIAL, M.SYSTEM),
    _move(S.TRIAL, S.ACTIVE, M.STAFF, M.BILLING),
    _move(S.TRIAL, S.PAST_DUE, M.CLOCK, M.STAFF),
    _move(S.TRIAL, S.SUSPENDED, M.STAFF),
    _move(S.TRIAL, S.CLOSED, M.OWNER, M.STAFF),
    _move(S.ACTIVE, S.TRIAL, M.STAFF),
    _move(S.ACTIVE, S.PAST_DUE, M.STAFF, M.BILLING),
    _move(S.ACTIVE, S.SUSPENDED, M.STAFF),
    _move(S.ACTIVE, S.CLOSED, M.OWNER, M.STAFF),
    _move(S.PAST_DUE, S.TRIAL, M.STAFF),
    _move(S.PAST_DUE, S.ACTIVE, M.STAFF, M.BILLING),
    _move(S.PAST_DUE, S.SUSPENDED, M.STAFF, M.CLOCK),
    _move(S.PAST_DUE, S.CLOSED, M.OWNER, M.STAFF),
    _move(S.SUSPENDED, S.TRIAL, M.STAFF),
    _move(S.SUSPENDED, S.ACTIVE, M.STAFF, M.BILLING),
    _move(S.SUSPENDED, S.PAST_DUE, M.STAFF),
    _move(S.SUSPENDED, S.CLOSED, M.OWNER, M.STAFF, M.CLOCK),
    # Reopening leads to where the company was closed from and nowhere else (see `follows`).
    _move(S.CLOSED, S.TRIAL, M.OWNER, M.STAFF),
    _move(S.CLOSED, S.ACTIVE, M.OWNER, M.STAFF),
    _move(S.CLOSED, S.PAST_DUE, M.OWNER, M.STAFF),
    _move(S.CLOSED, S.SUSPENDED, M.OWNER, M.STAFF),
    _move(S.CLOSED, S.ERASED, M.CLOCK),
)
_TABLE = {(move.source, move.target): move for move in MOVES}

# What the clock does when a standing has lasted its time, and the setting that says how many days.
NEXT: dict[TenantStatus, tuple[TenantStatus, str]] = {
    S.TRIAL: (S.PAST_DUE, "TRIAL_DAYS"),
    S.PAST_DUE: (S.SUSPENDED, "PAST_DUE_DAYS"),
    S.SUSPENDED: (S.CLOSED, "SUSPENDED_DAYS"),
    S.CLOSED: (S.ERASED, "CLOSED_DAYS"),
}


def follows(source: TenantStatus, target: TenantStatus, *, mover: Mover, closed_from: str) -> bool:
    """Whether a company may go from one standing to another on somebody's word.

    Args:
        source: where it stands.
        target: where it shall go.
        mover: on whose word.
        closed_from: where a closed company stood before; closing and reopening changes nothing.
    """
    move = _TABLE.get((source, target))
    if move is None or mover not in move.movers:
        return False
    if source == S.CLOSED and target != S.ERASED:
        return target == closed_from
    return True


def targets(source: TenantStatus, *, mover: Mover, closed_from: str) -> list[TenantStatus]:
    """Return where a company may go from here on somebody's word, in the table's order."""
    return [
        move.target
        for move in MOVES
        if move.source == source
        and follows(source, move.target, mover=mover, closed_from=closed_from)
    ]
