"""What search engines may find: every public page, in every language it is in.

Addresses are made from our own origin, never from the host that was asked (ADR 0014).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from django.utils.translation import get_language

from learning.catalogue.api import published_addresses, published_path_addresses
from public_site.addresses import LANGUAGES, in_language
from public_site.help_articles import all_articles, languages_of
from public_site.selectors.instructor import instructor_addresses

# Pages that are there whatever the database holds.
_PAGES = (
    "home", "catalogue", "paths", "business", "business_start", "pricing", "teach", "recruit", "about",
    "help", "verify", "cookies", "grievances",
)  # fmt: skip


class Place(NamedTuple):
    """A page: its path, when it last changed, and the languages it is in."""

    path: str
    changed: datetime | None = None
    languages: Sequence[str] = LANGUAGES


class _Site(NamedTuple):
    domain: str


if TYPE_CHECKING:
    _Sitemap = Sitemap[Place]
else:
    _Sitemap = Sitemap


class PublicSitemap(_Sitemap):
    """One kind of page. Every address is listed by language, with the others beside it."""

    i18n = True
    alternates = True
    x_default = True
    # Five languages with six alternates each: far below the 50 MB a file may have.
    limit = 10_000

    def get_urls(
        self, page: int | str = 1, site: Any = None, protocol: str | None = None
    ) -> list[dict[str, Any]]:
        """Return the entries of one file, whichever host asked for them."""
        domain = f"{settings.BASE_DOMAIN}{settings.URL_PORT}"
        own: Any = _Site(domain)
        found: list[dict[str, Any]] = super().get_urls(
            page=page, site=own, protocol=settings.URL_SCHEME
        )
        return found

    def get_languages_for_item(self, item: Place) -> list[str]:
        """Return the languages a page is in."""
        return list(item.languages)

    def location(self, item: Place) -> str:
        """Return the path in the language that is active."""
        return in_language(item.path, get_language() or settings.LANGUAGE_CODE)

    def lastmod(self, item: Place) -> datetime | None:
        """Return when the page last changed, where that is known."""
        return item.changed


class PageSitemap(PublicSitemap):
    """Pages that are always there."""

    def items(self) -> list[Place]:
        """Return them."""
        own = [Place(reverse(f"public_site:{name}")) for name in _PAGES]
        rules = ("terms", "company_terms", "notice")
        return [*own, *(Place(reverse(f"privacy:{name}")) for name in rules)]


class CourseSitemap(PublicSitemap):
    """Published courses."""

    def items(self) -> list[Place]:
        """Return them, in one query."""
        return [
            Place(reverse("public_site:course", args=[slug]), changed)
            for slug, changed in published_addresses()
        ]


class PathSitemap(PublicSitemap):
    """Published career paths."""

    def items(self) -> list[Place]:
        """Return them, in one query."""
        return [
            Place(reverse("public_site:path", args=[slug]), changed)
            for slug, changed in published_path_addresses()
        ]


class InstructorSitemap(PublicSitemap):
    """Public profiles of instructors."""

    def items(self) -> list[Place]:
        """Return them, in one query."""
        return [
            Place(reverse("public_site:instructor", args=[slug]), since)
            for slug, since in instructor_addresses()
        ]


class HelpSitemap(PublicSitemap):
    """Help articles, each in the languages it is written in."""

    def items(self) -> list[Place]:
        """Return them; they lie in files."""
        return [
            Place(reverse("public_site:help_article", args=[slug]), None, languages_of(slug))
            for slug in all_articles()
        ]


SITEMAPS: dict[str, type[PublicSitemap]] = {
    "pages": PageSitemap,
    "courses": CourseSitemap,
    "paths": PathSitemap,
    "instructors": InstructorSitemap,
    "help": HelpSitemap,
}
