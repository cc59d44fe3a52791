"""The published catalogue: search, filters with counts, one course's page."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramWordSimilarity
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Greatest

from learning.catalogue.enums import CourseStatus, Industry, Language, Level
from learning.catalogue.models import CourseVersion
from learning.catalogue.selectors.cards import CARD_FIELDS, CourseCard, card_of
from learning.catalogue.selectors.outline import Outline, outline_modules
from tenants.kernel.errors import Missing
from tenants.kernel.markup import render_markdown

PAGE_SIZE = 24
SORTS = ("relevance", "newest", "title", "shortest")
# A misspelt word still finds its course; below this, pg_trgm finds nearly everything.
_ALIKE = 0.45
_LONGEST_TEXT = 200
_FACETS: tuple[tuple[str, type[Level] | type[Industry] | type[Language]], ...] = (
    ("level", Level),
    ("industry", Industry),
    ("language", Language),
)


@dataclass(frozen=True, slots=True)
class CatalogueQuery:
    """What a visitor asked for; empty means all. Unknown values of a filter find nothing."""

    q: str = ""
    level: str = ""
    language: str = ""
    industry: str = ""
    sort: str = ""
    page: int = 1
    page_size: int = PAGE_SIZE


@dataclass(frozen=True, slots=True)
class FacetOption:
    """One choice of a filter, with how many courses it would leave."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class CataloguePage:
    """One page of the catalogue; `facets` by name: level, industry, language."""

    cards: tuple[CourseCard, ...]
    total: int
    page: int
    pages: int
    sort: str
    facets: dict[str, tuple[FacetOption, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PublishedCourse:
    """A course's own page: card, details as HTML, the outline of its current version."""

    card: CourseCard
    description_html: str
    outcomes: tuple[str, ...]
    prerequisites_html: str
    outline: Outline


def list_published(query: CatalogueQuery | None = None) -> CataloguePage:
    """Return one page of published courses with facet counts, in two queries.

    Each filter's counts take the search and the other filters into account, not itself. A page
    beyond the last gives the last one.
    """
    query = query or CatalogueQuery()
    text = " ".join(query.q.replace("\x00", "").split())[:_LONGEST_TEXT]
    found = _matching(text)
    counts: list[Any] = list(
        found.values("course__level", "course__industry", "course__language")
        .annotate(number_of=Count("id"))
        .order_by()
    )
    total = sum(row["number_of"] for row in counts if _fits(row, query))
    pages = max(1, -(-total // query.page_size))
    page = min(max(1, query.page), pages)
    for name, _ in _FACETS:
        if wanted := getattr(query, name):
            found = found.filter(**{f"course__{name}": wanted})
    sort = query.sort if query.sort in SORTS else ("relevance" if text else "newest")
    start = (page - 1) * query.page_size
    rows = _sorted(found, sort, text).values(*CARD_FIELDS)[start : start + query.page_size]
    return CataloguePage(
        cards=tuple(card_of(row) for row in rows) if total else (),
        total=total,
        page=page,
        pages=pages,
        sort=sort,
        facets={name: _options(name, choices, counts, query) for name, choices in _FACETS},
    )


def published_course(course: UUID | str) -> PublishedCourse:
    """Return a published course by id or slug, in one query.

    Raises:
        Missing: when there is none, or it is a draft or archived.
    """
    by = {"course_id": course} if isinstance(course, UUID) else {"course__slug": course}
    row = (
        _published()
        .filter(**by)
        .values(
            *CARD_FIELDS,
            "course__description_md",
            "course__outcomes",
            "course__prerequisites_md",
        )
        .first()
    )
    if row is None:
        raise Missing("There is no such course.")
    card = card_of(row)
    return PublishedCourse(
        card=card,
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
            modules=outline_modules(row["outline"]),
        ),
    )


def _published() -> QuerySet[CourseVersion]:
    return CourseVersion.objects.filter(
        course__status=CourseStatus.PUBLISHED, course__current_version_id=F("id")
    )


def _matching(text: str) -> QuerySet[CourseVersion]:
    """Published courses that a text finds: by words, by likeness of the title, by a part of it."""
    if not text:
        return _published()
    return (
        _published()
        .annotate(likeness=TrigramWordSimilarity(text, "course__title"))
        .filter(
            Q(course__search=SearchQuery(text, config="english", search_type="websearch"))
            | Q(likeness__gte=_ALIKE)
            | Q(course__title__icontains=text)
            | Q(course__summary__icontains=text)
        )
    )


def _sorted(found: QuerySet[CourseVersion], sort: str, text: str) -> QuerySet[CourseVersion]:
    if sort == "relevance" and text:
        query = SearchQuery(text, config="english", search_type="websearch")
        rank = SearchRank(F("course__search"), query)
        return found.order_by(Greatest(rank, F("likeness") * 0.5).desc(), "course__title", "id")
    if sort == "title":
        return found.order_by("course__title", "id")
    if sort == "shortest":
        return found.order_by("duration_seconds", "course__title", "id")
    return found.order_by("-published_at", "course__title", "id")


def _fits(row: Any, query: CatalogueQuery, leaving_out: str = "") -> bool:
    return all(
        name == leaving_out or getattr(query, name) in ("", row[f"course__{name}"])
        for name, _ in _FACETS
    )


def _options(
    name: str,
    choices: type[Level] | type[Industry] | type[Language],
    counts: list[Any],
    query: CatalogueQuery,
) -> tuple[FacetOption, ...]:
    return tuple(
        FacetOption(
            value=value,
            label=str(label),
            count=sum(
                row["number_of"]
                for row in counts
                if row[f"course__{name}"] == value and _fits(row, query, leaving_out=name)
            ),
            selected=getattr(query, name) == value,
        )
        for value, label in choices.choices
    )
