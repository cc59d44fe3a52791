"""The table of a company's life: what no path through it may do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.enums import Mover, TenantStatus
from tenants.life import MOVES, NEXT, follows, targets

LIVING = ("trial", "active", "past_due", "suspended", "closed")
PEOPLE = (Mover.OWNER, Mover.STAFF, Mover.BILLING)


def _walk(choices: list[int], movers: tuple[Mover, ...]) -> list[tuple[str, str, Mover]]:
    """Go through the table as somebody who always takes one of the steps that are open."""
    here, closed_from, path = TenantStatus.TRIAL, "", []
    for choice in choices:
        steps = [
            (target, mover)
            for mover in movers
            for target in targets(here, mover=mover, closed_from=closed_from)
        ]
        if not steps:
            break
        target, mover = steps[choice % len(steps)]
        path.append((str(here), str(target), mover))
        closed_from = str(here) if target == TenantStatus.CLOSED else ""
        here = target
    return path


@given(st.lists(st.integers(0, 50), max_size=30))
def test_no_path_reaches_erasure_but_from_closed_and_by_the_clock(choices: list[int]) -> None:
    for source, target, mover in _walk(choices, tuple(Mover)):
        if target == TenantStatus.ERASED:
            assert (source, mover) == (TenantStatus.CLOSED, Mover.CLOCK)


@given(st.lists(st.integers(0, 50), max_size=30))
def test_nobody_erases_a_company_by_hand(choices: list[int]) -> None:
    assert "erased" not in {target for _source, target, _mover in _walk(choices, PEOPLE)}


@given(st.lists(st.integers(0, 50), min_size=1, max_size=30))
def test_an_owner_alone_cannot_leave_a_standing_but_by_closing(choices: list[int]) -> None:
    # Closing and reopening is all an owner has: it lifts no suspension and wins no trial.
    standing = [target for _s, target, _m in _walk(choices, (Mover.OWNER,))]
    assert set(standing) <= {"closed", "trial"}


def test_erased_is_the_end() -> None:
    assert [move for move in MOVES if move.source == TenantStatus.ERASED] == []


@pytest.mark.parametrize("move", [m for m in MOVES if m.target in LIVING and m.source in LIVING])
def test_every_other_step_can_be_taken_back_by_our_staff(move: object) -> None:
    source, target = move.source, move.target  # type: ignore[attr-defined]
    closed_from = str(source) if target == TenantStatus.CLOSED else ""
    assert follows(target, source, mover=Mover.STAFF, closed_from=closed_from)


def test_every_standing_that_ends_by_date_ends_by_a_step_of_the_clock() -> None:
    for source, (target, _setting) in NEXT.items():
        assert follows(source, target, mover=Mover.CLOCK, closed_from="")
    clock = {(move.source, move.target) for move in MOVES if Mover.CLOCK in move.movers}
    assert clock == {(source, target) for source, (target, _s) in NEXT.items()}


@pytest.mark.parametrize("status", [s for s in LIVING if s != "closed"])
def test_reopening_leads_to_where_it_was_closed_and_nowhere_else(status: str) -> None:
    assert targets(TenantStatus.CLOSED, mover=Mover.OWNER, closed_from=status) == [status]
