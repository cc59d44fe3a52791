"""Which heading of a file means what: by the company's own memory, by known words, by the cells."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from enterprise.services.people_words import SYNONYMS

FIELDS = (
    "name",
    "email",
    "phone",
    "department",
    "job_title",
    "employee_id",
    "role",
    "native_name",
    "native_language",
    "language",
)
# What a column may be said to hold; the reader joins the two halves of a name.
COLUMN_FIELDS = ("name", "first_name", "last_name", *FIELDS[1:])
# What tells one person from another.
KEYS = ("email", "employee_id")
_MEANING = {word: field for field, words in SYNONYMS.items() for word in words}
_ADDRESS = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")


@dataclass(frozen=True)
class Guess:
    """What a column is taken for, "" for nothing, and whether that is known or only likely."""

    field: str
    is_sure: bool


def squeeze(heading: str) -> str:
    """Return a heading in the form words are compared in: no case, spaces or punctuation."""
    folded = unicodedata.normalize("NFKC", heading).casefold()
    return re.sub(r"[\s\W_]+", "", folded) if folded.isascii() else re.sub(r"[\s_./-]+", "", folded)


def guess_columns(
    headings: Sequence[str],
    samples: Sequence[Sequence[str]] = (),
    remembered: Mapping[str, str] | None = None,
) -> list[Guess]:
    """Return what each column is taken for. The first column of a field counts.

    Args:
        headings: as they stand in the file.
        samples: some cells of each column, in the same order.
        remembered: fields by squeezed heading, as the company said the last time.

    """
    known = remembered or {}
    taken: set[str] = set()
    guesses: list[Guess] = []
    for heading in headings:
        word = squeeze(heading)[:100]
        sure = word in known or word in _MEANING or not word
        field = known.get(word, _MEANING.get(word, ""))
        if field in taken:
            field = ""
        taken.add(field or "-")
        guesses.append(Guess(field, sure))
    for index, cells in enumerate(samples[: len(guesses)]):
        if guesses[index].is_sure or "email" in taken:
            continue
        if cells and all(_ADDRESS.match(cell) for cell in cells if cell) and any(cells):
            taken.add("email")
            guesses[index] = Guess("email", is_sure=False)
    return guesses


def can_identify(fields: Sequence[str]) -> bool:
    """Whether people can be made, or found, from these fields."""
    return any(field in fields for field in ("name", "first_name", *KEYS))
