"""Partials that say the same for the same parameters: drawn once, then kept as text.

The frame's menus, a card on a shelf and a course's outline are drawn for everybody alike, and a template
costs ten times what a look into a dictionary does. What is kept needs no one to throw it away: its key is
all that it was drawn from, so another rating or another title is another key.
"""

from collections.abc import Hashable
from functools import lru_cache

from django.template import Context, Template
from django.template.exceptions import TemplateSyntaxError
from django.urls import get_urlconf
from django.utils.safestring import SafeString
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

# Texts of about a kilobyte each, of all companies that a process serves together.
MOST_KEPT = 4096


def draw_kept(template: Template, parameters: dict[str, Hashable]) -> SafeString:
    """Return a partial as text, drawn now or before.

    The partial sees its parameters and nothing of the page: neither the request nor a form's token. It
    may draw on the language, the addresses of the kind of host and the time zone, which belong to the
    key; it must not draw on the company, on who is signed in or on what time it is.

    Args:
        template: the partial.
        parameters: by name; hashable all through, as tuples and frozen dataclasses are.

    Raises:
        TemplateSyntaxError: when a parameter cannot be hashed, so that nothing could be kept.
    """
    names = tuple(parameters)
    try:
        return _drawn(
            template,
            names,
            get_language(),
            get_urlconf(),
            get_current_timezone_name(),
            *parameters.values(),
        )
    except TypeError as error:
        for name, value in parameters.items():
            if not _hashable(value):
                raise TemplateSyntaxError(
                    f"{template.name} cannot be kept: {name} is not hashable."
                ) from error
        raise


# Typed: a text marked as safe equals the same text unmarked, and only one of them may go unescaped.
@lru_cache(maxsize=MOST_KEPT, typed=True)
def _drawn(
    template: Template,
    names: tuple[str, ...],
    language: str | None,  # this and the next two are read by what the template calls
    urlconf: str | None,
    zone: str,
    *values: Hashable,
) -> SafeString:
    return template.render(Context(dict(zip(names, values, strict=True))))


def forget() -> None:
    """Throw away all that is kept: for tests that change what never changes while a process lives."""
    _drawn.cache_clear()


def _hashable(value: object) -> bool:
    try:
        hash(value)
    except TypeError:
        return False
    return True
