"""What answers say of an ability: pure functions, without any model.

The rule is Rasch's (G. Rasch, Probabilistic Models for Some Intelligence and Attainment Tests, 1960):
somebody of ability a answers a question of difficulty b rightly with probability 1 / (1 + e^(b - a)),
both in logits. The ability shown is the mean of its posterior, and the error its standard deviation,
under a standard normal prior (EAP: R. D. Bock and R. J. Mislevy, Adaptive EAP estimation of ability in
a microcomputer environment, Applied Psychological Measurement 6, 1982). With two questions a skill the
error is large, and the pages say so. Guessing is not modelled: "I am not sure" is an answer one may give,
and it counts as a wrong one.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

# Difficulties of the bank's three levels, in logits, as its authors set them.
DIFFICULTY = {1: -1.2, 2: 0.0, 3: 1.2}
LEVELS = tuple(DIFFICULTY)
FIRST_LEVEL = 2
# The prior's own error: what is known of somebody who was asked nothing.
PRIOR_ERROR = 1.0
# Below it an estimate is called fair, above it rough: two questions give 0.85, three 0.79, four 0.75.
FAIR_ERROR = 0.8
_GRID = tuple(step / 20 for step in range(-100, 101))


@dataclass(frozen=True, slots=True)
class Marked:
    """One answered question: its level (1 easy to 3 hard) and whether it was right."""

    level: int
    is_right: bool


@dataclass(frozen=True, slots=True)
class Ability:
    """An estimate in logits; `error` is one standard deviation."""

    value: float
    error: float

    @property
    def percent(self) -> int:
        """Return how many in a hundred of the bank's questions would be answered rightly."""
        return share(self.value)

    @property
    def low(self) -> int:
        """Return the same one error below, 0 to 100."""
        return share(self.value - self.error)

    @property
    def high(self) -> int:
        """Return the same one error above, 0 to 100."""
        return share(self.value + self.error)

    @property
    def is_fair(self) -> bool:
        """Whether enough was asked to rely on it a little."""
        return self.error < FAIR_ERROR


def chance(ability: float, level: int) -> float:
    """Return the probability of a right answer."""
    return 1 / (1 + math.exp(DIFFICULTY[level] - ability))


def share(ability: float) -> int:
    """Return the expected share of right answers over all three levels, in whole per cent."""
    return round(100 * sum(chance(ability, level) for level in LEVELS) / len(LEVELS))


def estimate(answers: Iterable[Marked]) -> Ability:
    """Return what answers say; without any, what is known of everybody: 0 ± 1.

    One more right answer never lowers the value, one more wrong never raises it, and the order does
    not matter: the posterior of a Rasch model depends on the answers as a set and has a monotone
    likelihood ratio in each.
    """
    counts: dict[tuple[int, bool], int] = {}
    for answer in answers:
        key = (answer.level, answer.is_right)
        counts[key] = counts.get(key, 0) + 1
    weights = [_weight(point, counts) for point in _GRID]
    total = math.fsum(weights)
    mean = math.fsum(p * w for p, w in zip(_GRID, weights, strict=True)) / total
    spread = math.fsum((p - mean) ** 2 * w for p, w in zip(_GRID, weights, strict=True)) / total
    return Ability(value=mean, error=math.sqrt(spread))


def _weight(point: float, counts: dict[tuple[int, bool], int]) -> float:
    weight = math.exp(-(point**2) / 2)
    for (level, is_right), number in sorted(counts.items()):
        right = chance(point, level)
        weight *= (right if is_right else 1 - right) ** number
    return weight


def following_level(answers: Iterable[Marked]) -> int:
    """Return the level of the next question of a skill: the middle one, then a step up or down.

    A staircase (W. G. Cochran's and F. Mosteller's up-and-down method): after a right answer one level
    harder, after a wrong one easier, within the three there are.
    """
    level = FIRST_LEVEL
    for answer in answers:
        step = 1 if answer.is_right else -1
        level = min(max(answer.level + step, LEVELS[0]), LEVELS[-1])
    return level
