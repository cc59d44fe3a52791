"""The questions of the skill check, read once from `questions/*.toml` and checked while reading.

Each skill has at least two questions on each of three levels, in English and in Hindi, so that a check
taken again meets others. The right answer stands first in the file; what is shown is mixed.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from learning.catalogue.api import Skill
from learning.guidance.ability import LEVELS

LANGUAGES = ("en", "hi")
CHOICES = 3
RIGHT = 0
NOT_SURE = -1
PER_LEVEL = 2
_FOLDER = Path(__file__).parent / "questions"


@dataclass(frozen=True, slots=True)
class Wording:
    """A question in one language; `choices[RIGHT]` is the right one."""

    prompt: str
    choices: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Item:
    """One question of the bank."""

    key: str
    skill: Skill
    level: int
    wordings: dict[str, Wording]

    def in_language(self, language: str) -> Wording:
        """Return the wording in a language, in English where there is none."""
        return self.wordings.get(language) or self.wordings["en"]


@cache
def bank() -> dict[str, Item]:
    """Return every question by its key.

    Raises:
        ValueError: a file is incomplete; it names the file and what is missing.
    """
    found: dict[str, Item] = {}
    for skill in Skill:
        path = _FOLDER / f"{skill.value}.toml"
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["items"]
        for row in rows:
            item = _item(path, skill, row)
            if item.key in found:
                raise ValueError(f"{path.name}: {item.key} is there twice")
            found[item.key] = item
        for level in LEVELS:
            if sum(row["level"] == level for row in rows) < PER_LEVEL:
                raise ValueError(f"{path.name}: too few questions on level {level}")
    return found


def _item(path: Path, skill: Skill, row: dict[str, Any]) -> Item:
    wordings = {}
    for language in LANGUAGES:
        words = row[language]
        choices = tuple(words["choices"])
        if len(set(choices)) != CHOICES or not words["prompt"] or not words["why"]:
            raise ValueError(f"{path.name}: {row['key']} in {language} is incomplete")
        wordings[language] = Wording(words["prompt"], choices, words["why"])
    if row["level"] not in LEVELS:
        raise ValueError(f"{path.name}: {row['key']} has no such level")
    return Item(row["key"], skill, row["level"], wordings)
