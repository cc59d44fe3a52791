"""The catalogue as its page shows it: filters with their links, courses side by side."""

from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from learning.catalogue.api import (
    FACETS,
    SORTS,
    CataloguePage,
    CatalogueQuery,
    FacetOption,
    PublishedCourse,
    list_published,
    published_courses,
)
from public_site.forms.catalogue import MOST_COMPARED, catalogue_address

_FACET_LABELS = {
    "level": _("Level"),
    "language": _("Language"),
    "industry": _("Kind of selling"),
    "length": _("Length"),
    "format": _("Format"),
}
_SORT_LABELS = {
    "relevance": _("Best match"),
    "language": _("In your language first"),
    "newest": _("Newest"),
    "rated": _("Best rated"),
    "shortest": _("Shortest"),
    "title": _("Title"),
}


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter with the choices that lead to a course, or are chosen."""

    name: str
    label: str | Promise
    options: tuple[FacetOption, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A choice that was made, with the address without it. `facet` is empty for the search."""

    facet: str
    value: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class SortLink:
    """One order, with its address."""

    name: str
    label: str | Promise
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """One page of the catalogue with everything to go on from it."""

    page: CataloguePage
    filters: tuple[Filter, ...]
    chosen: tuple[Chosen, ...]
    sorts: tuple[SortLink, ...]
    address: str
    before: str
    after: str

    @property
    def filters_chosen(self) -> int:
        """How many choices of filters were made; the search is none."""
        return sum(1 for one in self.chosen if one.facet)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Courses side by side; `left_out` were asked for beyond what fits."""

    courses: tuple[PublishedCourse, ...]
    left_out: int
    unknown: int


def shelf(query: CatalogueQuery) -> Shelf:
    """Return what the catalogue's page shows for a query, in two queries of the database."""
    page = list_published(query)

    def url(wanted: CatalogueQuery, *, text: str = page.text, at: int = 1) -> str:
        return catalogue_address(wanted, text=text, page=at) or "?"

    return Shelf(
        page=page,
        filters=tuple(
            Filter(name, _FACET_LABELS[name], options)
            for name in FACETS
            if len(options := _offered(page.facets[name])) > 1 or query.chosen(name)
        ),
        chosen=_chosen(query, page),
        sorts=tuple(
            SortLink(name, _SORT_LABELS[name], url(replace(query, sort=name)), page.sort == name)
            for name in SORTS
            if page.text or name != "relevance"
        ),
        address=catalogue_address(query, text=page.text, page=page.page),
        before=url(query, at=page.page - 1) if page.page > 1 else "",
        after=url(query, at=page.page + 1) if page.page < page.pages else "",
    )


def comparison(slugs: list[str]) -> Comparison:
    """Return the first three of the courses named, in one query."""
    wanted = slugs[:MOST_COMPARED]
    found = published_courses(wanted)
    return Comparison(
        courses=found, left_out=len(slugs) - len(wanted), unknown=len(wanted) - len(found)
    )


def _offered(options: tuple[FacetOption, ...]) -> tuple[FacetOption, ...]:
    return tuple(option for option in options if option.count or option.selected)


def _chosen(query: CatalogueQuery, page: CataloguePage) -> tuple[Chosen, ...]:
    found = []
    if page.text:
        rest = catalogue_address(query, text="") or "?"
        found.append(Chosen("", page.text, f"“{page.text}”", rest))
    for facet in FACETS:
        for option in page.facets[facet]:
            if option.selected:
                others: dict[str, Any] = {
                    facet: tuple(one for one in query.chosen(facet) if one != option.value)
                }
                rest = catalogue_address(replace(query, **others), text=page.text) or "?"
                found.append(Chosen(facet, option.value, option.label, rest))
    return tuple(found)
