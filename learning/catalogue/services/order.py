"""The order of rows that have a `position`, and the titles they carry. Used by outlines and career paths."""

from typing import Any, TypeVar

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from learning.catalogue.models import CareerPath, Lesson, Module, PathStep, StepCourse
from tenants.kernel.errors import Invalid

Row = TypeVar("Row", Module, Lesson, CareerPath, PathStep, StepCourse)
TITLE_LENGTH = 120


def swap(rows: list[Row], row: Row, step: int) -> bool:
    """Exchange a row with its neighbour above (-1) or below (+1), numbering all of them anew.

    Returns:
        False at the edge, where nothing changes.
    """
    at = rows.index(row)
    to = at + (1 if step > 0 else -1)
    if not 0 <= to < len(rows):
        return False
    rows[at], rows[to] = rows[to], rows[at]
    number(rows)
    return True


def number(rows: list[Row]) -> None:
    """Give the rows positions in the order of the list; saving them is the caller's."""
    for position, row in enumerate(rows, start=1):
        row.position = position


def next_position(rows: QuerySet[Any]) -> int:
    """Return the position after the last of the rows, deleted ones counted."""
    highest: int | None = rows.aggregate(highest=Max("position"))["highest"]
    return (highest or 0) + 1


def clean_title(text: str, message: str) -> str:
    """Return a title without needless spaces.

    Raises:
        Invalid: it is empty (with `message`) or too long.
    """
    title = " ".join(text.split())
    if not title:
        raise Invalid(message, field="title")
    if len(title) > TITLE_LENGTH:
        raise Invalid(
            _("Keep it under %(limit)d characters.") % {"limit": TITLE_LENGTH}, field="title"
        )
    return title
