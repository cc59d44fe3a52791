"""The home page's and catalogue's figures. Every number is counted, none is written by hand."""

from dataclasses import dataclass

from learning.catalogue.api import (
    CataloguePage,
    CatalogueQuery,
    CourseCard,
    FacetOption,
    list_published,
)

_FEATURED = 5


@dataclass(frozen=True)
class HomePage:
    """The shelf, and how many courses there are of each kind."""

    featured: tuple[CourseCard, ...]
    total: int
    industries: tuple[FacetOption, ...]
    levels: tuple[FacetOption, ...]
    languages: tuple[FacetOption, ...]


@dataclass(frozen=True)
class SiteFigures:
    """What the catalogue holds, for the page that addresses companies."""

    courses: int
    languages: int


def home_page() -> HomePage:
    """Return the newest courses and the counts by kind; kinds without a course are left out."""
    page = list_published(CatalogueQuery(page_size=_FEATURED))
    return HomePage(
        featured=page.cards,
        total=page.total,
        industries=_filled(page, "industry"),
        levels=_filled(page, "level"),
        languages=_filled(page, "language"),
    )


def site_figures() -> SiteFigures:
    """Return how many courses there are, in how many languages."""
    page = list_published(CatalogueQuery(page_size=1))
    return SiteFigures(courses=page.total, languages=len(_filled(page, "language")))


def _filled(page: CataloguePage, facet: str) -> tuple[FacetOption, ...]:
    return tuple(option for option in page.facets[facet] if option.count)
