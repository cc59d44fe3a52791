"""Which published courses a text finds, and how well.

Words by their stem (as each course's language asks for), the beginning of the last word, and titles
spelt alike, so that a typo, a missing accent or a missing nukta still finds its course.
"""

import unicodedata
from typing import Any

from django.contrib.postgres.search import (
    SearchQuery,
    SearchQueryCombinable,
    SearchRank,
    TrigramWordSimilarity,
)
from django.db.models import Case, F, FloatField, Func, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Greatest

from learning.catalogue.enums import CourseStatus
from learning.catalogue.models import CourseVersion
from learning.catalogue.models.words import PLAIN, STEMMED
from learning.catalogue.sounds import LETTERS, SIGNS, sounded

LONGEST_TEXT = 200
# A misspelt word still finds its course; below this, pg_trgm finds nearly everything.
_ALIKE = 0.45
# Fewer letters are like too many words.
_SHORTEST_ALIKE = 4
# The dots below Devanagari and Bengali letters: many people type without them.
_NUKTAS = "\u093c\u09bc"
# Where a title holds the text as it was typed, it comes before likeness and stems.
_VERBATIM = 1.0


def published() -> QuerySet[CourseVersion]:
    """Return the current versions of all published courses."""
    return CourseVersion.objects.filter(
        course__status=CourseStatus.PUBLISHED, course__current_version_id=F("id")
    )


def searchable(text: str) -> str:
    """Return what is searched for: one line, at most 200 characters, without what cannot be seen.

    Joiners go too: a word with and without them reads the same.
    """
    seen = "".join(
        " " if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign
        for sign in unicodedata.normalize("NFC", text[: LONGEST_TEXT * 4])
        if unicodedata.category(sign) not in ("Cf", "Cs", "Co", "Cn")
    )
    return " ".join(seen.split())[:LONGEST_TEXT].strip()


def matching(text: str) -> QuerySet[CourseVersion]:
    """Return the published courses that a searchable text finds; all of them for an empty one."""
    if not text:
        return published()
    # An expression does where the stubs know of a string alone.
    sought: Any = _sounded(_plain(Value(text)))
    alike = Q(likeness__gte=_ALIKE) if len(sounded(text)) >= _SHORTEST_ALIKE else Q(pk__in=[])
    return (
        published()
        .annotate(
            plain_title=_plain(F("course__title")),
            likeness=TrigramWordSimilarity(sought, _sounded(_plain(F("course__title")))),
        )
        .filter(
            alike
            | Q(course__search=_words(text))
            | Q(plain_title__contains=_plain(Value(text)))
            | Q(course__summary__icontains=text)
            | Q(course__instructor_name__icontains=text)
        )
    )


def relevance(text: str) -> Greatest:
    """Return what `matching` courses are ordered by, the best highest."""
    verbatim = Case(
        When(plain_title__contains=_plain(Value(text)), then=Value(_VERBATIM)),
        default=Value(0.0),
        output_field=FloatField(),
    )
    return Greatest(SearchRank(F("course__search"), _words(text)), F("likeness") * 0.5, verbatim)


def _words(text: str) -> SearchQueryCombinable:
    wanted: Any = SearchQuery(text, config=PLAIN, search_type="websearch")
    for config in STEMMED.values():
        wanted = wanted | SearchQuery(text, config=config, search_type="websearch")
    return wanted  # type: ignore[no-any-return]


def _plain(expression: Any) -> Func:
    """A text without accents and nuktas, in lower case."""
    bare = _function("translate", expression, Value(_NUKTAS), Value(""))
    return _function("lower", _function("unaccent", bare))


def _sounded(expression: Any) -> Func:
    """A plain text in Latin letters, whatever script it was in."""
    return _function("translate", expression, Value(SIGNS), Value(LETTERS))


def _function(name: str, *arguments: Any) -> Func:
    return Func(*arguments, function=name, output_field=TextField())
