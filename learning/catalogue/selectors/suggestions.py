"""What a visitor may mean while still typing: kinds of courses, and courses."""

from dataclasses import dataclass

from learning.catalogue.selectors.facets import FACETS, CatalogueQuery, facets
from learning.catalogue.selectors.search import matching, relevance, searchable

_SHORTEST = 2
_COURSES = 6
_KINDS = 2


@dataclass(frozen=True, slots=True)
class CourseSuggestion:
    """A course whose page can be opened right away."""

    slug: str
    title: str
    language: str
    hue: int
    figure: str
    duration_seconds: int


@dataclass(frozen=True, slots=True)
class KindSuggestion:
    """A filter's choice that is called like what was typed; `count` courses have it."""

    facet: str
    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What to offer for `text`, as it is searched for."""

    text: str
    kinds: tuple[KindSuggestion, ...] = ()
    courses: tuple[CourseSuggestion, ...] = ()

    @property
    def total(self) -> int:
        """How many there are of both."""
        return len(self.kinds) + len(self.courses)


def suggestions(typed: str) -> Suggestions:
    """Return what to offer for what was typed so far, in two queries; nothing for one letter."""
    text = searchable(typed)
    if len(text) < _SHORTEST:
        return Suggestions(text)
    rows = (
        matching(text)
        .order_by(relevance(text).desc(), "course__title", "id")
        .values(
            "duration_seconds",
            "course__slug",
            "course__title",
            "course__language",
            "course__hue",
            "course__figure",
        )[:_COURSES]
    )
    return Suggestions(
        text=text,
        kinds=_kinds(text.casefold()),
        courses=tuple(
            CourseSuggestion(
                slug=row["course__slug"],
                title=row["course__title"],
                language=row["course__language"],
                hue=row["course__hue"],
                figure=row["course__figure"],
                duration_seconds=row["duration_seconds"],
            )
            for row in rows
        ),
    )


def _kinds(text: str) -> tuple[KindSuggestion, ...]:
    """Choices of the filters whose name, or a word of it, begins like the text; empty ones are left out."""
    named = {
        (facet, value): str(label)
        for facet, choices in FACETS.items()
        for value, label in choices.choices
        if any(
            name.startswith(text)
            for name in (str(label).casefold(), *str(label).casefold().split(), value.casefold())
        )
    }
    if not named:
        return ()
    _total, options = facets(None, CatalogueQuery())
    return tuple(
        KindSuggestion(facet, option.value, option.label, option.count)
        for facet in FACETS
        for option in options[facet]
        if option.count and (facet, option.value) in named
    )[:_KINDS]
