"""What `deploy/test` runs one after the other, and what beside them."""

from argparse import Namespace

import pytest

from deploy.local.browser import find_browser
from deploy.local.checks import SLOWEST, Runs, _runs

pytestmark = pytest.mark.skipif(
    not find_browser(), reason="what needs a browser is left out where there is none"
)
IGNORED = {"--ignore=tests/journeys", "--ignore=tests/pages"}


def runs(*extra: str, only: str | None = None, everything: bool = False) -> Runs:
    return _runs(Namespace(only=only, shots=False, all=everything), list(extra))


def test_journeys_go_beside_the_others_and_in_one_process() -> None:
    found = runs()
    units, pages = found.in_turn
    assert set(units) > IGNORED
    assert pages[-1] == "tests/pages"
    assert found.beside == ("-m", "not slow", *SLOWEST, "tests/journeys")


def test_everything_leaves_no_test_out() -> None:
    found = runs(everything=True)
    assert not any("not slow" in one for one in (*found.in_turn, found.beside))


def test_what_is_named_runs_where_it_belongs() -> None:
    unit, page, journey = (
        "tests/deploy/test_env.py",
        "tests/pages/test_fonts.py::test_one",
        "tests/journeys/test_tokens.py",
    )
    found = runs(unit, "-x", journey, page)
    assert [one[-1] for one in found.in_turn] == [unit, page]
    assert found.beside == ("-m", "not slow", *SLOWEST, "-x", journey)
    assert (len(runs(unit).in_turn), runs(unit).beside) == (1, ())
    assert runs(journey).in_turn == ()


def test_a_part_is_that_part() -> None:
    assert runs(only="static") == Runs()
    assert runs(only="unit") == Runs(in_turn=runs().in_turn[:1])
    assert runs(only="journeys") == Runs(in_turn=runs().in_turn[1:], beside=runs().beside)
