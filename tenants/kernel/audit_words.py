"""What the audit log keeps of a deed and its changes, in the words of whoever reads it.

The log keeps names of deeds and fields and values as programs write them, since it is never rewritten. What they are
called, and how a value is said, stands in tables (`settings.AUDIT_ACTIONS`, `AUDIT_AREAS` and `AUDIT_WORDS`), so that
it can be put better at any time and in any language.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Literal, TypeVar

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants.kernel.words import clock_time, day_year

NOTHING = "–"
D = TypeVar("D", bound=date)
Kind = Literal["text", "day", "moment", "choice", "file", "unsaid"]


@dataclass(frozen=True)
class Wording:
    """How a field of a change is said.

    Args:
        label: what it is called.
        kind: `day` and `moment` are ISO 8601; a `choice` has its words in `choices`; of a `file` only its
            digest is kept; what is `unsaid` is for programs, and stands in the exported file alone.
        choices: dotted path to what gives a value its words: choices of Django, or a mapping (or what returns
            one) to labels or to things that have one.
        is_list: whether the value is a list of things; otherwise two in a list are before and after.
    """

    label: str | Promise
    kind: Kind = "text"
    choices: str = ""
    is_list: bool = False


@dataclass(frozen=True)
class Change:
    """One field of a change; `before` is None where there was none to be kept."""

    label: str
    before: str | None
    after: str

    def __str__(self) -> str:
        said = self.after if self.before is None else f"{self.before} → {self.after}"
        return f"{self.label}: {said}"


def deed(action: str) -> str:
    """Return what an action is called; the action itself where nobody gave it words."""
    return str(settings.AUDIT_ACTIONS.get(action, action))


def area(name: str) -> str:
    """Return what stands before an action's dot in words."""
    return str(settings.AUDIT_AREAS.get(name, name))


def deeds_called(word: str) -> list[str]:
    """Return the actions in whose words, in the active language, this occurs, whatever its case."""
    sought = word.casefold()
    return [action for action in settings.AUDIT_ACTIONS if sought in deed(action).casefold()]


def in_words(changes: Mapping[str, Any]) -> list[Change]:
    """Return what changed as somebody reads it, in the language and the time zone that are active."""
    return [
        _change(name, wording, value)
        for name, value in changes.items()
        if (wording := _wording(name)).kind != "unsaid"
    ]


def is_pair(name: str, value: Any) -> bool:
    """Return whether a value says what was before and what came after."""
    if not isinstance(value, list) or len(value) != 2:
        return False
    return not _wording(name).is_list or all(isinstance(one, list) for one in value)


def _wording(name: str) -> Wording:
    table: dict[str, Wording] = settings.AUDIT_WORDS
    known = table.get(name)
    if known is not None:
        return known
    return Wording(name.replace("_", " ").capitalize(), _kind_of(name))


def _kind_of(name: str) -> Kind:
    """Return how a field without words of its own is said; what an id stands for is named beside it."""
    return "unsaid" if name.endswith("_id") else "text"


def _change(name: str, wording: Wording, value: Any) -> Change:
    label = str(wording.label)
    if not is_pair(name, value):
        return Change(label, None, _said(wording, value))
    before, after = value
    if wording.kind == "file" and before and after:
        return Change(label, None, _("another one"))
    return Change(label, _said(wording, before), _said(wording, after))


def _said(wording: Wording, value: Any) -> str:
    if value is None or value in ("", [], {}):
        return NOTHING
    if isinstance(value, list):
        return ", ".join(_said(wording, one) for one in value)
    if isinstance(value, dict):
        return ", ".join(
            map(str, in_words({key: one for key, one in value.items() if one not in ("", None)}))
        )
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    text = str(value)
    if wording.kind == "choice":
        return _words_of(wording.choices).get(text, text)
    if wording.kind == "file":
        return _("a picture")
    if wording.kind == "day":
        return day_year(_parsed(date.fromisoformat, text)) or text
    if wording.kind == "moment":
        return clock_time(_parsed(datetime.fromisoformat, text)) or text
    return text


def _parsed(parse: Callable[[str], D], text: str) -> D | None:
    try:
        return parse(text)
    except ValueError:
        return None


def _words_of(path: str) -> dict[str, str]:
    return {value: str(label) for value, label in _labels(path).items()}


@cache
def _labels(path: str) -> dict[str, str | Promise]:
    """Return labels by value, not yet in any language."""
    found = import_string(path)
    if isinstance(found, type):
        return {str(value): label for value, label in found.choices}  # type: ignore[attr-defined]
    mapping: Mapping[str, Any] = found() if callable(found) else found
    return {name: getattr(one, "label", one) for name, one in mapping.items()}


def spoken() -> dict[str, str | Promise]:
    """Return the product's languages by code."""
    return dict(settings.LANGUAGES)


# How far a role reaches that is not held for one team.
REACHES = {"*": gettext_lazy("The whole company")}
