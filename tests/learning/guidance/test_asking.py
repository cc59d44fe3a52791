"""Which question comes next."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from learning.catalogue.api import Skill
from learning.guidance.asking import QUESTIONS, Past, choice_order, next_item
from learning.guidance.bank import bank

seeds = st.integers(0, 2**31 - 1)


def run(seed: int, marks: list[bool], met: dict[str, int] | None = None) -> list[Past]:
    past: list[Past] = []
    for is_right in marks:
        item = next_item(seed=seed, past=past, met=met or {})
        assert item is not None
        past.append(Past(item.key, item.skill, item.level, is_right))
    return past


@settings(max_examples=40)
@given(seeds, st.lists(st.booleans(), min_size=QUESTIONS, max_size=QUESTIONS))
def test_twelve_different_questions_two_a_skill_the_second_one_step_away(
    seed: int, marks: list[bool]
) -> None:
    past = run(seed, marks)
    assert len({one.item for one in past}) == QUESTIONS == 12
    assert Counter(one.skill for one in past) == dict.fromkeys(Skill, 2)
    assert next_item(seed=seed, past=past, met={}) is None
    for skill in Skill:
        first, second = (one for one in past if one.skill == skill)
        assert (first.level, second.level) == (2, 3 if first.is_right else 1)


@settings(max_examples=20)
@given(seeds, st.lists(st.booleans(), min_size=QUESTIONS, max_size=QUESTIONS))
def test_a_second_check_asks_other_questions(seed: int, marks: list[bool]) -> None:
    first = {one.item for one in run(seed, marks)}
    second = {one.item for one in run(seed + 1, marks, dict.fromkeys(first, 1))}
    assert first & second == set()


@given(seeds, st.sampled_from(sorted(bank())))
def test_answers_are_mixed_the_same_way_at_every_look(seed: int, item: str) -> None:
    assert choice_order(seed, item) == choice_order(seed, item)
    assert sorted(choice_order(seed, item)) == [0, 1, 2]


def test_the_right_answer_stands_in_every_place() -> None:
    places = Counter(choice_order(seed, "open-question").index(0) for seed in range(300))
    assert set(places) == {0, 1, 2}
    assert min(places.values()) > 60
