"""Filters of the catalogue: what a visitor chose, and how many courses each further choice leaves."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, TextChoices

from learning.catalogue.enums import Format, Industry, Language, Length, Level
from learning.catalogue.formats import LIMITS, length_of
from learning.catalogue.models import CourseVersion
from learning.catalogue.selectors.search import published
from tenants.kernel.statements import Written

PAGE_SIZE = 24
# What each filter is chosen from, in the order a page shows them.
FACETS: dict[str, type[TextChoices]] = {
    "level": Level,
    "language": Language,
    "industry": Industry,
    "length": Length,
    "format": Format,
}


@dataclass(frozen=True, slots=True)
class CatalogueQuery:
    """What a visitor asked for; empty means all.

    Of one filter any of the chosen values will do, of different filters all must. A value that does
    not exist finds nothing; pages leave such values out before they ask. `reader` is the language of
    whoever asks, whose courses come first where nothing else decides; empty puts none first.
    """

    q: str = ""
    level: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    industry: tuple[str, ...] = ()
    length: tuple[str, ...] = ()
    format: tuple[str, ...] = ()
    sort: str = ""
    reader: str = ""
    page: int = 1
    page_size: int = PAGE_SIZE

    @property
    def is_narrowed(self) -> bool:
        """Whether any filter was chosen."""
        return any(self.chosen(facet) for facet in FACETS)

    def chosen(self, facet: str) -> tuple[str, ...]:
        """Return the values chosen of one filter."""
        values: tuple[str, ...] = getattr(self, facet)
        return values


@dataclass(frozen=True, slots=True)
class FacetOption:
    """One choice of a filter, with how many courses have it among those the rest leaves."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class _Group:
    """Courses that are alike in every filter."""

    values: dict[str, tuple[str, ...]]
    number_of: int


def narrowed(found: QuerySet[CourseVersion], query: CatalogueQuery) -> QuerySet[CourseVersion]:
    """Return the courses that every filter lets through."""
    for facet in ("level", "language", "industry"):
        if wanted := query.chosen(facet):
            found = found.filter(**{f"course__{facet}__in": wanted})
    if query.length:
        found = found.filter(_any(query.length, _lasts))
    if query.format:
        found = found.filter(_any(query.format, lambda one: Q(formats__contains=[one])))
    return found


def facets(
    found: QuerySet[CourseVersion] | None, query: CatalogueQuery
) -> tuple[int, dict[str, tuple[FacetOption, ...]]]:
    """Return how many courses match, and each filter's choices with their counts. One query.

    Args:
        found: what the search found; None when nothing was searched for, so all published courses.
        query: the filters.

    Returns:
        The number of courses that every filter lets through, and the choices by filter. A filter's
        counts take the search and the other filters into account, not itself: a second choice of the
        same filter adds courses.
    """
    chosen = {facet: frozenset(query.chosen(facet)) for facet in FACETS}
    total = 0
    counts: dict[str, Counter[str]] = {facet: Counter() for facet in FACETS}
    for group in _groups(found):
        against = [
            facet
            for facet, wanted in chosen.items()
            if wanted and wanted.isdisjoint(group.values[facet])
        ]
        if len(against) > 1:
            continue
        if not against:
            total += group.number_of
        # Where one filter alone is against courses, its own choices count them all the same.
        for facet in against or FACETS:
            for value in group.values[facet]:
                counts[facet][value] += group.number_of
    return total, {
        facet: tuple(
            FacetOption(value, str(label), counts[facet][value], value in chosen[facet])
            for value, label in choices.choices
        )
        for facet, choices in FACETS.items()
    }


def _groups(found: QuerySet[CourseVersion] | None) -> list[_Group]:
    rows: Iterable[Any] = _ALL.rows() if found is None else _grouped(found)
    return [
        _Group(
            {
                "level": (level,),
                "language": (language,),
                "industry": (industry,),
                "length": (length_of(seconds),),
                "format": tuple(formats),
            },
            number_of,
        )
        for level, language, industry, seconds, formats, number_of in rows
    ]


def _grouped(found: QuerySet[CourseVersion]) -> "QuerySet[CourseVersion, Any]":
    alike = ("course__level", "course__language", "course__industry", "duration_seconds", "formats")
    return (
        found.values(*alike)
        .annotate(number_of=Count("id"))
        .order_by()
        .values_list(*alike, "number_of")
    )


def _all() -> "QuerySet[CourseVersion, Any]":
    return _grouped(published())


_ALL = Written(_all)


def _any(values: tuple[str, ...], condition: Callable[[str], Q]) -> Q:
    either = Q(pk__in=[])
    for value in values:
        either |= condition(value)
    return either


def _lasts(length: str) -> Q:
    """The condition on a version's seconds for one band; nothing for a band that does not exist."""
    lower = 0
    for band, limit in LIMITS:
        if band == length:
            return Q(duration_seconds__gte=lower, duration_seconds__lte=limit)
        lower = limit + 1
    return Q(duration_seconds__gte=lower) if length == Length.LONG else Q(pk__in=[])
