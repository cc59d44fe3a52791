"""What is wrong with a translation: missing, not looked at, or broken where the program fills it in."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from babel.messages.catalog import Catalog, Message

# %(name)s and %s of gettext, {name} of str.format; a doubled %% is a percent sign.
_PERCENT = re.compile(r"%%|%(?:\([^)]*\))?[-#0 +]*\d*(?:\.\d+)?[diouxXeEfFgGcrs]")
_BRACES = re.compile(r"\{[^{}\s]*\}")
_TAG = re.compile(r"</?([a-z][a-z0-9]*)\b[^>]*>")


@dataclass(frozen=True)
class Fault:
    """One message that cannot go out as it is."""

    text: str
    why: str

    def __str__(self) -> str:
        return f"{self.text!r}: {self.why}"


def faults(catalogue: Catalog, source: Catalog) -> Iterator[Fault]:
    """Yield what keeps a catalogue from being complete.

    Args:
        catalogue: a language's.
        source: all messages of the sources, as `catalogues.template()` gives them.
    """
    for wanted in source:
        if not wanted.id:
            continue
        text = _first(wanted)
        message = catalogue.get(text, wanted.context)
        if message is None:
            yield Fault(text, "is not in the catalogue")
        elif message.fuzzy:
            yield Fault(text, "is marked fuzzy: somebody must read it")
        elif bool(wanted.pluralizable) != bool(message.pluralizable):
            yield Fault(text, "has a plural in one place and none in the other")
        else:
            yield from _of_message(message, catalogue.num_plurals)


def _of_message(message: Message, plurals: int) -> Iterator[Fault]:
    originals, forms = _texts(message.id), _texts(message.string)
    text = _first(message)
    if message.pluralizable and len(forms) != plurals:
        yield Fault(text, f"has {len(forms)} plural forms, the language has {plurals}")
    for number, form in enumerate(forms):
        # The first form may leave the number out ("a lesson"); every other is held to the plural.
        original = originals[min(number, len(originals) - 1)]
        if not form.strip():
            yield Fault(text, "is not translated")
        elif why := _broken(original, form, may_drop_number=message.pluralizable and number == 0):
            yield Fault(text, why)


def _broken(original: str, form: str, *, may_drop_number: bool) -> str:
    """Return what a filled-in text would suffer, or an empty string."""
    wanted, given = _placeholders(original), _placeholders(form)
    if wanted != given and not (may_drop_number and _is_less_by_one(wanted, given)):
        return f"has the placeholders {sorted(given.elements())} for {sorted(wanted.elements())}"
    if Counter(_TAG.findall(original)) != Counter(_TAG.findall(form)):
        return "has other tags"
    if (
        original[:1].isspace() != form[:1].isspace()
        or original[-1:].isspace() != form[-1:].isspace()
    ):
        return "begins or ends with a space where the other does not"
    return ""


def _is_less_by_one(wanted: Counter[str], given: Counter[str]) -> bool:
    return given <= wanted and (wanted - given).total() == 1


def _placeholders(text: str) -> Counter[str]:
    return Counter(match[0] for pattern in (_PERCENT, _BRACES) for match in pattern.finditer(text))


def _texts(given: object) -> tuple[str, ...]:
    """Return the forms of a message's one side; Babel has None where nobody wrote anything."""
    several = given if isinstance(given, (tuple, list)) else (given,)
    return tuple(text or "" for text in several)


def _first(message: Message) -> str:
    return _texts(message.id)[0]
