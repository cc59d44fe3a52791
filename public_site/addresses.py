"""How a public page is addressed: absolute, by our own origin, and in one language.

The bare address is the page in English and, for people, in whatever language they chose; every other
language has `?lang=` (deploy/decisions/0014-language-addresses.md). Nothing here reads the Host header.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
# Of a query only this makes another page worth finding.
_KEPT = "page"


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same page in one language; `x-default` is the one that asks the reader's browser."""

    language: str
    url: str


def absolute(path: str) -> str:
    """Return a path of the public host as a whole address."""
    return f"{settings.PUBLIC_ORIGIN}{path}"


def in_language(path: str, language: str, *, page: str = "") -> str:
    """Return the path of a page in one language; English is the bare one."""
    query = {_KEPT: page} if page.isdigit() and page != "1" else {}
    if language != settings.LANGUAGE_CODE:
        query["lang"] = language
    return f"{path}?{urlencode(query)}" if query else path


def alternates(
    path: str, *, languages: Iterable[str] = LANGUAGES, page: str = ""
) -> tuple[Alternate, ...]:
    """Return the page's addresses by language, with the default one last."""
    found = [Alternate(code, absolute(in_language(path, code, page=page))) for code in languages]
    default = absolute(in_language(path, settings.LANGUAGE_CODE, page=page))
    return (*found, Alternate("x-default", default))
