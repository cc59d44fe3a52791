"""The home page's and catalogue's figures. Every number is counted, none is written by hand."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.cache import cache

from learning.catalogue.api import (
    CataloguePage,
    CatalogueQuery,
    CourseCard,
    FacetOption,
    list_published,
    published_paths,
)
from learning.guidance.api import Journey, journeys_on
from tenants.kernel.clock import now
from tenants.registry.api import count_holding
from tenants.schemas import PUBLIC

_FEATURED = 5
_FALLBACK = "en"


_OUTCOMES_SECONDS = 15 * 60


@dataclass(frozen=True)
class Outcomes:
    """What learners reached this year, by the register; nothing else is claimed."""

    year: int
    certificates: int


@dataclass(frozen=True)
class HomePage:
    """The shelf, how many courses there are of each kind, the paths, and what learners reached."""

    journeys: tuple[Journey, ...]
    outcomes: Outcomes

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


def home_page(*, language: str, learner_id: UUID | None) -> HomePage:
    """Return the newest courses, the reader's language first, the counts by kind, and the career paths.

    Kinds without a course are left out.

    Args:
        language: the reader's; its courses come first, and paths are in it, or in English where it
            has none.
        learner_id: whose way the paths show; None for a guest.
    """
    page = list_published(CatalogueQuery(reader=language, page_size=_FEATURED))
    paths = published_paths(language)
    if not paths and language != _FALLBACK:
        paths = published_paths(_FALLBACK)
    return HomePage(
        journeys=journeys_on(paths, learner_id=learner_id),
        outcomes=outcomes(),
        featured=page.cards,
        total=page.total,
        industries=_filled(page, "industry"),
        levels=_filled(page, "level"),
        languages=_filled(page, "language"),
    )


def outcomes() -> Outcomes:
    """Return how many certificates issued this year, in the site's time zone, hold now.

    Counted anew every quarter of an hour: the register grows, the home page is opened often.
    """
    zone = ZoneInfo(PUBLIC.time_zone)
    year = now().astimezone(zone).year
    begins = datetime(year, 1, 1, tzinfo=zone)
    count = cache.get_or_set(
        f"certificates-{year}", lambda: count_holding(since=begins), _OUTCOMES_SECONDS
    )
    return Outcomes(year=year, certificates=count or 0)


def site_figures() -> SiteFigures:
    """Return how many courses there are, in how many languages."""
    page = list_published(CatalogueQuery(page_size=1))
    return SiteFigures(courses=page.total, languages=len(_filled(page, "language")))


def _filled(page: CataloguePage, facet: str) -> tuple[FacetOption, ...]:
    return tuple(option for option in page.facets[facet] if option.count)
