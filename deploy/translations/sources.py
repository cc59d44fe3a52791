"""Finds every message in the sources: our own Python and templates, and the libraries whose words people see."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from babel.messages.extract import extract_python
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
APPS = ("billing", "deploy", "enterprise", "learning", "public_site", "sso", "tenants")
# What these say to people has no, or no complete, catalogue in our languages: it is translated with ours.
LIBRARIES = (
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "django.contrib.auth.forms",
    "django.contrib.auth.password_validation",
    "django.core.validators",
    "django.forms",
    "django.utils.dateformat",
    "django.utils.dates",
    "django.utils.timesince",
    "rest_framework.exceptions",
    "rest_framework.fields",
)
_KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


@dataclass(frozen=True)
class Message:
    """One message as the sources have it."""

    text: str
    plural: str  # "" where there is no plural
    context: str  # "" where there is none
    place: str  # the file, from the root of the checkout, or the library's module
    notes: tuple[str, ...] = ()


def messages() -> Iterator[Message]:
    """Yield each message at each of its places, in a stable order: ours first, then the libraries'."""
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.suffix in (".html", ".txt"):
            yield from _of_template(path.read_text(), str(path.relative_to(ROOT)))
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield from _of_python(path.read_text(), str(path.relative_to(ROOT)))
    for library in LIBRARIES:
        for path in _files_of(library):
            if not {"migrations", "tests"} & set(path.parts):
                yield from _of_python(path.read_text(), library)


def _files_of(module: str) -> list[Path]:
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        raise LookupError(f"{module} is named in deploy/translations/sources.py and not installed.")
    path = Path(spec.origin)
    return sorted(path.parent.rglob("*.py")) if path.name == "__init__.py" else [path]


def _of_template(text: str, place: str) -> Iterator[Message]:
    # Django turns a template into calls of gettext among words of X; what indents them means nothing.
    calls = "\n".join(line.lstrip() for line in templatize(text, origin=place).splitlines())
    yield from _of_python(calls, place)


def _of_python(text: str, place: str) -> Iterator[Message]:
    # Babel's own annotation describes what `extract` makes of this, not what comes out here.
    found: Any = extract_python(
        io.BytesIO(text.encode()), dict.fromkeys(_KEYWORDS), ["Translators:"], {"encoding": "utf-8"}
    )
    for _line, function, given, notes in found:
        parts = given if isinstance(given, tuple) else (given,)
        message = _message(function, parts, place, tuple(notes))
        if message is not None:
            yield message


def _message(
    function: str, parts: tuple[str | None, ...], place: str, notes: tuple[str, ...]
) -> Message | None:
    """Return what a call asks for; None when its text is not written in the call."""
    wanted = _KEYWORDS[function] or (1,)
    given: dict[str, str] = {"context": ""}
    for number in wanted:
        index, kind = number if isinstance(number, tuple) else (number, "")
        text = parts[index - 1] if index <= len(parts) else None
        if not text:
            return None
        given["context" if kind else ("text" if "text" not in given else "plural")] = text
    return Message(given["text"], given.get("plural", ""), given["context"], place, notes)
