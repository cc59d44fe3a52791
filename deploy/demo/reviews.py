"""Reads what the demo's learners say of its courses from `content/public/reviews.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random

from deploy.demo.fields import read_table
from deploy.demo.parse import CONTENT

SIGNATURES = ("name", "initials", "nobody")
# Stars of those who write nothing, each as often as it is here.
_SILENT = (5, 5, 5, 5, 4, 4, 4, 3, 5, 4, 2, 4)


@dataclass(frozen=True, slots=True)
class ReviewContent:
    """One review; `reply` is the instructor's, empty for none."""

    course: str
    stars: int
    signature: str
    text: str
    reply: str


def load_reviews(root: Path = CONTENT) -> dict[str, list[ReviewContent]]:
    """The reviews by course, in the order of the file. Raises ContentError."""
    table = read_table(root / "public" / "reviews.toml")
    found: dict[str, list[ReviewContent]] = {}
    for row in table.tables("reviews", 1, 999):
        one = ReviewContent(
            course=row.text("course"),
            stars=row.number("stars", 1, 5),
            signature=row.one_of("signature", SIGNATURES),
            text=row.text("text"),
            reply=row.text("reply", default=""),
        )
        row.finish()
        found.setdefault(one.course, []).append(one)
    table.finish()
    return found


def silent_stars(course: str, email: str) -> int | None:
    """What somebody gives who writes nothing; None for the third of people who give nothing."""
    chance = Random(f"{course}:{email}")
    return chance.choice(_SILENT) if chance.random() < 2 / 3 else None
