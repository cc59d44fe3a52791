"""The scoring rule: its properties, for whatever answers."""

import math

from hypothesis import given
from hypothesis import strategies as st

from learning.guidance.ability import (
    LEVELS,
    PRIOR_ERROR,
    Ability,
    Marked,
    chance,
    estimate,
    following_level,
    share,
)

answers = st.lists(st.builds(Marked, st.sampled_from(LEVELS), st.booleans()), max_size=12)
level = st.sampled_from(LEVELS)


def test_without_answers_nothing_is_known() -> None:
    nothing = estimate([])
    assert (round(nothing.value, 6), round(nothing.error, 3)) == (0.0, PRIOR_ERROR)
    assert (nothing.low, nothing.percent, nothing.high) == (31, 50, 69)


def test_the_four_outcomes_of_two_questions_stand_in_order() -> None:
    both = estimate([Marked(2, True), Marked(3, True)])
    first = estimate([Marked(2, True), Marked(3, False)])
    second = estimate([Marked(2, False), Marked(1, True)])
    none = estimate([Marked(2, False), Marked(1, False)])
    assert [one.percent for one in (none, second, first, both)] == [33, 47, 53, 67]
    assert not both.is_fair
    assert estimate([Marked(2, True), Marked(3, True), Marked(3, True)]).is_fair


@given(answers, level)
def test_one_more_right_answer_never_lowers_the_estimate(past: list[Marked], at: int) -> None:
    assert estimate([*past, Marked(at, True)]).value >= estimate(past).value


@given(answers, level)
def test_one_more_wrong_answer_never_raises_the_estimate(past: list[Marked], at: int) -> None:
    assert estimate([*past, Marked(at, False)]).value <= estimate(past).value


@given(answers.filter(bool), st.data())
def test_turning_a_wrong_answer_right_raises_the_estimate(
    past: list[Marked], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(past) - 1))
    wrong = [*past[:at], Marked(past[at].level, False), *past[at + 1 :]]
    right = [*past[:at], Marked(past[at].level, True), *past[at + 1 :]]
    assert estimate(right).value > estimate(wrong).value


@given(answers)
def test_the_order_of_answers_does_not_matter(past: list[Marked]) -> None:
    assert estimate(past) == estimate(list(reversed(past)))


@given(answers, st.builds(Marked, level, st.booleans()))
def test_asking_more_never_makes_it_less_sure(past: list[Marked], more: Marked) -> None:
    before, after = estimate(past), estimate([*past, more])
    # By Brascamp and Lieb an answer cannot widen a log-concave posterior beyond the prior.
    assert after.error <= PRIOR_ERROR + 1e-9
    assert after.error <= before.error + 0.02


@given(answers)
def test_right_and_wrong_mirror_each_other(past: list[Marked]) -> None:
    mirrored = [Marked(4 - one.level, not one.is_right) for one in past]
    assert math.isclose(estimate(mirrored).value, -estimate(past).value, abs_tol=1e-9)


@given(st.floats(-5, 5), st.floats(-5, 5))
def test_the_number_shown_follows_the_ability(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert share(low) <= share(high)
    assert 0 <= Ability(low, 1).low <= Ability(low, 1).percent <= Ability(low, 1).high <= 100


def test_a_harder_question_is_answered_less_often() -> None:
    assert chance(0, 1) > chance(0, 2) == 0.5 > chance(0, 3)


@given(answers)
def test_the_next_level_is_one_step_from_the_last(past: list[Marked]) -> None:
    following = following_level(past)
    assert following in LEVELS
    if past:
        step = 1 if past[-1].is_right else -1
        assert following == min(max(past[-1].level + step, 1), 3)
    else:
        assert following == 2
