"""Finding help articles by what somebody types: a pure rule over a few dozen texts.

Each word of the search counts where it is found, best first: in the title 8, among the keywords 6, in the
summary 4, in the text 1. The beginning of a word is enough from three letters on. Articles that have
more of the words come first; one word out of several is enough to be found.
"""

from collections.abc import Iterable

from public_site.help_articles import Article

LONGEST = 200
_MOST_WORDS = 12
# Words that stand in nearly every question and tell nothing apart.
_EMPTY = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "can",
        "do",
        "does",
        "for",
        "from",
        "how",
        "i",
        "if",
        "in",
        "is",
        "it",
        "me",
        "my",
        "of",
        "on",
        "or",
        "the",
        "to",
        "what",
        "when",
        "where",
        "which",
        "who",
        "why",
        "will",
        "with",
        "you",
        "your",
    ]
)
_SHORTEST_PREFIX = 3


class _Apart(dict[int, str]):
    """Parts words at whatever is neither letter nor digit; vowel signs of Indic scripts are kept."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = char if char.isalnum() or 0x0900 <= code <= 0x0DFF else " "
        return self[code]


_APART = _Apart()


def find_articles(query: str, articles: Iterable[Article]) -> list[Article]:
    """Return the articles that a search finds, the best first; none for an empty search.

    Args:
        query: as typed; beyond 200 characters and twelve words it is cut.
        articles: those to search, each once.
    """
    words = [word for word in _words(query[:LONGEST]) if word not in _EMPTY][:_MOST_WORDS]
    if not words:
        return []
    rated = []
    for place, article in enumerate(articles):
        points = [_points(word, article) for word in dict.fromkeys(words)]
        if hits := sum(1 for one in points if one):
            rated.append((-hits, -sum(points), place, article))
    return [article for *_order, article in sorted(rated, key=lambda row: row[:3])]


def _points(word: str, article: Article) -> int:
    for text, points in (
        (article.title, 8),
        (article.keywords, 6),
        (article.summary, 4),
        (article.markdown, 1),
    ):
        if any(_matches(word, other) for other in _words(text)):
            return points
    return 0


def _matches(word: str, other: str) -> bool:
    return other == word or (len(word) >= _SHORTEST_PREFIX and other.startswith(word))


def _words(text: str) -> list[str]:
    return text.casefold().translate(_APART).split()
