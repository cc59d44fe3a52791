"""Which question comes next: pure, so that the same seed and answers always give the same one.

A check has two rounds over the six skills, twelve questions. The first question of a skill is of the
middle level, the second one level up or down (`ability.following_level`). Among equals a question that
the learner has not met in earlier checks goes first, then the one met longest ago.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from learning.catalogue.api import Skill
from learning.guidance.ability import Marked, following_level
from learning.guidance.bank import CHOICES, Item, bank

# Long enough for the questions to be forgotten and something to be learned.
RETAKE_AFTER = timedelta(days=30)
ROUNDS = 2
QUESTIONS = ROUNDS * len(Skill)


@dataclass(frozen=True, slots=True)
class Past:
    """A question of this check that was answered."""

    item: str
    skill: str
    level: int
    is_right: bool


def next_item(*, seed: int, past: Sequence[Past], met: Mapping[str, int]) -> Item | None:
    """Return the next question, None when all were asked.

    Args:
        seed: of the check.
        past: its answered questions, in order.
        met: questions of earlier checks, with the number of the last check that asked them.
    """
    if len(past) >= QUESTIONS:
        return None
    skill = skill_order(seed)[len(past) % len(Skill)]
    level = following_level(Marked(one.level, one.is_right) for one in past if one.skill == skill)
    asked = {one.item for one in past}
    free = [item for item in bank().values() if item.skill == skill and item.key not in asked]
    # Every level holds two questions, so one of the wanted level is always free.
    fitting = [item for item in free if item.level == level] or free
    return min(fitting, key=lambda item: (met.get(item.key, 0), _place(seed, item.key)))


def skill_order(seed: int) -> list[Skill]:
    """Return the skills in the order of one check."""
    return sorted(Skill, key=lambda skill: _place(seed, skill.value))


def choice_order(seed: int, item: str) -> list[int]:
    """Return the places of a question's answers in the bank, in the order they are shown."""
    return sorted(range(CHOICES), key=lambda place: _place(seed, f"{item}:{place}"))


def may_retake_at(finished_at: datetime) -> datetime:
    """Return from when on a check may be taken again (UTC)."""
    return finished_at + RETAKE_AFTER


def _place(seed: int, name: str) -> bytes:
    return sha256(f"{seed}:{name}".encode()).digest()
