"""The published catalogue: a page of it, one course's page, courses side by side."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Case, F, FloatField, Q, QuerySet, When
from django.db.models.functions import Cast

from learning.catalogue.models import CourseVersion
from learning.catalogue.selectors.cards import CARD_FIELDS, WITH_MODULES, CourseCard, card_of
from learning.catalogue.selectors.facets import CatalogueQuery, FacetOption, facets, narrowed
from learning.catalogue.selectors.outline import Outline, outline_modules
from learning.catalogue.selectors.search import matching, published, relevance, searchable
from tenants.kernel.errors import Missing
from tenants.kernel.markup import render_markdown
from tenants.kernel.statements import ANY_ID, ANY_WORD, Written

SORTS = ("relevance", "language", "newest", "rated", "shortest", "title")
_PAGE_FIELDS = (
    "course__owner_id",
    "course__description_md",
    "course__outcomes",
    "course__prerequisites_md",
)
_PAGE = (*CARD_FIELDS, *_PAGE_FIELDS)
# A course is ranked as if so many more people had given it so many stars: one enthusiast does not
# put it before a course that a hundred liked.
_PRIOR_COUNT, _PRIOR_STARS = 5, 3.5


@dataclass(frozen=True, slots=True)
class CataloguePage:
    """One page of the catalogue; `facets` by name, as in `FACETS`. `text` is what was searched for."""

    cards: tuple[CourseCard, ...]
    total: int
    page: int
    pages: int
    sort: str
    text: str = ""
    facets: dict[str, tuple[FacetOption, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PublishedCourse:
    """A course's own page: card, details as HTML, the outline of its current version."""

    card: CourseCard
    owner_id: UUID
    description_html: str
    outcomes: tuple[str, ...]
    prerequisites_html: str
    outline: Outline


def list_published(query: CatalogueQuery | None = None) -> CataloguePage:
    """Return one page of published courses with facet counts, in two queries.

    A page beyond the last gives the last one. Its cards are without their modules, which no list shows.
    """
    query = query or CatalogueQuery()
    text = searchable(query.q)
    # Most visitors look at all there is; what they are asked with is written down.
    found = matching(text) if text else None
    total, options = facets(found, query)
    pages = max(1, -(-total // query.page_size))
    page = min(max(1, query.page), pages)
    sort = _order(query, text)
    start = (page - 1) * query.page_size
    if found is None and not query.is_narrowed:
        rows = _whole_shelf(sort, query.reader, start, query.page_size)
    else:
        sought = narrowed(published() if found is None else found, query)
        rows = _sorted(sought, sort, query.reader, text).values(*CARD_FIELDS)[
            start : start + query.page_size
        ]
    return CataloguePage(
        cards=_light(rows) if total else (),
        total=total,
        page=page,
        pages=pages,
        sort=sort,
        text=text,
        facets=options,
    )


def _whole_shelf(sort: str, reader: str, start: int, length: int) -> Iterator[dict[str, Any]]:
    """Yield the rows of a page; nothing is asked before the first is wanted."""
    values = (reader,) if sort == "language" else ()
    rows = _SHELVES[sort].rows(*values, limit=length, offset=start)
    yield from (dict(zip(CARD_FIELDS, row, strict=True)) for row in rows)


def _shelf(sort: str, reader: str = "") -> "QuerySet[CourseVersion, Any]":
    return _sorted(published(), sort, reader, "").values_list(*CARD_FIELDS)


_SHELVES = {
    sort: Written(partial(_shelf, sort), *((ANY_WORD,) if sort == "language" else ()))
    for sort in SORTS
    if sort != "relevance"
}


def newest_cards(most: int, *, also: Collection[UUID] = ()) -> tuple[CourseCard, ...]:
    """Return published courses, the newest first, without their modules. One light query.

    For choosing among many: no outline is read, so three hundred cost as little as three.

    Args:
        most: how many of the newest.
        also: ids of courses that are returned, if published, however old they are.
    """
    if also:
        newest = published().order_by("-published_at", "id")
        wanted = Q(id__in=newest.values("id")[:most]) | Q(course_id__in=also)
        return _light(newest.filter(wanted).values(*CARD_FIELDS))
    return _light(dict(zip(CARD_FIELDS, row, strict=True)) for row in _NEWEST.rows(limit=most))


def _newest() -> "QuerySet[CourseVersion, Any]":
    return published().order_by("-published_at", "id").values_list(*CARD_FIELDS)


_NEWEST = Written(_newest)


def _light(rows: Iterable[dict[str, Any]]) -> tuple[CourseCard, ...]:
    return tuple(card_of(row) for row in rows)


def published_course(course: UUID | str) -> PublishedCourse:
    """Return a published course by id or slug, in one query.

    Raises:
        Missing: when there is none, or it is a draft or archived.
    """
    rows = _BY_ID.rows(course) if isinstance(course, UUID) else _BY_SLUG.rows(course)
    for row in rows:
        return _page_of(dict(zip((*_PAGE, *WITH_MODULES), row, strict=True)))
    raise Missing("There is no such course.")


def _by_id(course_id: UUID) -> "QuerySet[CourseVersion, Any]":
    return published().filter(course_id=course_id).values_list(*_PAGE, *WITH_MODULES.values())


def _by_slug(slug: str) -> "QuerySet[CourseVersion, Any]":
    return published().filter(course__slug=slug).values_list(*_PAGE, *WITH_MODULES.values())


_BY_ID, _BY_SLUG = Written(_by_id, ANY_ID), Written(_by_slug, ANY_WORD)


def published_courses(slugs: Sequence[str]) -> tuple[PublishedCourse, ...]:
    """Return published courses by slug in the order named, each once, in one query.

    Slugs that name none are left out.
    """
    rows = published().filter(course__slug__in=slugs).values(*_PAGE, **WITH_MODULES)
    by_slug = {row["course__slug"]: row for row in rows}
    return tuple(_page_of(by_slug[slug]) for slug in dict.fromkeys(slugs) if slug in by_slug)


def _page_of(row: dict[str, Any]) -> PublishedCourse:
    card = card_of(row)
    return PublishedCourse(
        card=card,
        owner_id=row["course__owner_id"],
        description_html=render_markdown(row["course__description_md"]),
        outcomes=tuple(row["course__outcomes"]),
        prerequisites_html=render_markdown(row["course__prerequisites_md"]),
        outline=Outline(
            version_id=card.version_id,
            course_id=card.id,
            number=card.version_number,
            course_title=card.title,
            course_slug=card.slug,
            language=card.language,
            hue=card.hue,
            figure=card.figure,
            is_archived=False,
            modules=outline_modules(row["outline_text"]),
        ),
    )


def _order(query: CatalogueQuery, text: str) -> str:
    """Return the order that was asked for, as far as it means something, or the one that helps most."""
    fits = {"relevance": bool(text), "language": bool(query.reader)}
    if query.sort in SORTS and fits.get(query.sort, True):
        return query.sort
    if text:
        return "relevance"
    return "language" if query.reader else "newest"


def _sorted(
    found: QuerySet[CourseVersion], sort: str, reader: str, text: str
) -> QuerySet[CourseVersion]:
    if sort == "language":
        others_last = Case(When(course__language=reader, then=0), default=1)
        return found.order_by(others_last, "-published_at", "course__title", "id")
    if sort == "relevance":
        return found.order_by(relevance(text).desc(), "course__title", "id")
    if sort == "title":
        return found.order_by("course__title", "id")
    if sort == "shortest":
        return found.order_by("duration_seconds", "course__title", "id")
    if sort == "rated":
        stars = Cast(F("course__rating_sum") + _PRIOR_COUNT * _PRIOR_STARS, FloatField())
        standing = stars / (F("course__rating_count") + _PRIOR_COUNT)
        return found.order_by(standing.desc(), "course__title", "id")
    return found.order_by("-published_at", "course__title", "id")
