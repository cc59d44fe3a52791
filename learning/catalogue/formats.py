"""What a course is made of and how long it takes, as visitors choose by. Pure."""

from collections.abc import Iterable

from learning.catalogue.enums import Format, Length, LessonKind

# The pace that lengths are told at; it stands beside the filter.
HOURS_A_WEEK = 3
_HOUR = 3600
_WEEK = HOURS_A_WEEK * _HOUR
# Four weeks, and thirteen: the specification's 1-4 weeks, 1-3 months, 3 months and more.
LIMITS: tuple[tuple[Length, int], ...] = (
    (Length.SHORT, _HOUR // 3),
    (Length.HOUR, _HOUR),
    (Length.WEEK, _WEEK),
    (Length.WEEKS, 4 * _WEEK),
    (Length.MONTHS, 13 * _WEEK),
)
_BY_KIND = {
    LessonKind.VIDEO: Format.VIDEO,
    LessonKind.QUIZ: Format.INTERACTIVE,
    LessonKind.TEXT: Format.READING,
}


def formats_of(kinds: Iterable[str]) -> list[str]:
    """Return the formats of a course with lessons of these kinds, in the order of `Format`."""
    there = {_BY_KIND[LessonKind(kind)] for kind in kinds}
    return [one.value for one in Format if one in there]


def length_of(seconds: int) -> Length:
    """Return the band a course of so many seconds of lessons falls into; a limit belongs below it."""
    for length, limit in LIMITS:
        if seconds <= limit:
            return length
    return Length.LONG
