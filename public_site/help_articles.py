"""The help articles: Markdown files by audience and language, read once per process.

`templates/public_site/help/<audience>/<order>-<slug>.<language>.md`. Each begins with `title:`,
`summary:` and `keywords:` (what people type who do not know our words), then a line `---`. A reader
whose language an article lacks gets it in English, marked as such.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from public_site.enums import Audience
from tenants.kernel.markup import render_markdown

FOLDER = settings.ROOT / "templates" / "public_site" / "help"
_NAME = re.compile(r"(?P<order>\d+)-(?P<slug>[a-z0-9-]+)\.(?P<language>[a-z]{2})\.md")
_FIELDS = ("title", "summary", "keywords")


class ArticleError(Exception):
    """A file that is not as it should be; the message names it."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article in one language."""

    slug: str
    audience: str
    order: int
    language: str
    title: str
    summary: str
    keywords: str
    markdown: str

    @property
    def html(self) -> SafeString:
        """The text as HTML that is safe to show, whoever wrote the file."""
        return mark_safe(render_markdown(self.markdown))  # noqa: S308


@cache
def all_articles() -> Mapping[str, Mapping[str, Article]]:
    """Return every article by slug, then by language, in the order of audiences and files.

    Raises:
        ArticleError: for a file with a wrong name, without a field, twice, or not in English.
    """
    found: dict[str, dict[str, Article]] = {}
    for audience in Audience:
        for path in sorted((FOLDER / audience).glob("*.md")):
            article = read_article(path, audience)
            languages = found.setdefault(article.slug, {})
            if article.language in languages:
                raise ArticleError(f"{path}: there are two of it")
            languages[article.language] = article
    if missing := [slug for slug, languages in found.items() if "en" not in languages]:
        raise ArticleError(f"{missing}: not in English")
    return found


def read_article(path: Path, audience: str) -> Article:
    """Return the article in one file. Raises ArticleError."""
    name = _NAME.fullmatch(path.name)
    head, line, markdown = path.read_text(encoding="utf-8").partition("\n---\n")
    fields = dict(one.split(": ", 1) for one in head.splitlines() if ": " in one)
    if not name or not line or tuple(fields) != _FIELDS or not all(fields.values()):
        raise ArticleError(f"{path}: wrong name, or not title, summary, keywords and `---`")
    return Article(
        slug=name["slug"],
        audience=audience,
        order=int(name["order"]),
        language=name["language"],
        title=fields["title"].strip(),
        summary=fields["summary"].strip(),
        keywords=fields["keywords"].strip(),
        markdown=markdown.strip(),
    )


def article_of(slug: str, language: str) -> Article | None:
    """Return an article in a language, else in English; None when there is no such article."""
    languages = all_articles().get(slug)
    return None if languages is None else languages.get(language) or languages["en"]


def articles_in(language: str) -> tuple[Article, ...]:
    """Return every article once, in a language where it has it, else in English."""
    return tuple(
        languages.get(language) or languages["en"] for languages in all_articles().values()
    )


def languages_of(slug: str) -> tuple[str, ...]:
    """Return the languages an article is in, English first."""
    return tuple(sorted(all_articles()[slug], key=lambda code: (code != "en", code)))
