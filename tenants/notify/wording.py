"""Words with `{placeholders}`, filled for one reader in one language. Nothing in them is ever run.

Only bare names are placeholders: no attributes, indices, conversions or formats, so that words which an
admin wrote can reach nothing but the facts of the message.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from string import Formatter
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from tenants.kernel import words
from tenants.kernel.errors import Invalid
from tenants.kernel.payloads import to_json
from tenants.notify.kinds import Kind


@dataclass(frozen=True)
class Overrides:
    """Words a company put in place of ours; empty ones are ours."""

    subject: str = ""
    intro: str = ""


@dataclass(frozen=True)
class Worded:
    """One message in words: plain text, to be escaped wherever it is shown."""

    title: str
    intro: str
    line: str
    action: str


def names_in(text: str) -> list[str]:
    """Return the placeholders of a text, in order.

    Raises:
        Invalid: for a brace without its partner, or more than a name between two.

    """
    found = []
    try:
        parts = list(Formatter().parse(text))
    except ValueError as error:
        raise Invalid(
            _(
                "A brace has no partner. Write a placeholder as {name}; for a brace itself write two."
            ),
            code="braces",
        ) from error
    for _text, name, spec, conversion in parts:
        if name is None:
            continue
        if spec or conversion or not name.isidentifier():
            raise Invalid(_("{%(name)s} is no placeholder.") % {"name": name}, code="placeholder")
        found.append(name)
    return found


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its placeholders filled; a brace stands for itself when written twice.

    Raises:
        Invalid: as `names_in` does.
        KeyError: for a placeholder without a value.

    """
    names_in(text)
    return "".join(
        literal + (values[name] if name is not None else "")
        for literal, name, _spec, _conversion in Formatter().parse(text)
    )


def encode(kind: Kind, context: Mapping[str, Any]) -> dict[str, Any]:
    """Return a context as JSON, after holding it against what the kind declares.

    Raises:
        ValueError: when a field is missing, unknown, or of another type.

    """
    if set(context) != set(kind.fields):
        raise ValueError(f"{kind.name} takes {sorted(kind.fields)}, not {sorted(context)}")
    encoded = {}
    for name, expected in kind.fields.items():
        value = context[name]
        if not isinstance(value, expected) or (expected is date and isinstance(value, datetime)):
            raise ValueError(f"{kind.name}: {name} must be a {expected.__name__}")
        encoded[name] = value.isoformat() if isinstance(value, date) else to_json(value)
    return encoded


def decode(kind: Kind, context: Mapping[str, Any]) -> dict[str, Any]:
    """Return what `encode` was given; fields that a later version added are empty."""
    decoded: dict[str, Any] = {}
    for name, expected in kind.fields.items():
        value = context.get(name)
        if value is None:
            decoded[name] = None if expected in (date, datetime) else expected()
        elif expected in (date, datetime):
            decoded[name] = expected.fromisoformat(value)
        else:
            decoded[name] = value
    return decoded


def put_in_words(
    kind: Kind,
    context: Mapping[str, Any],
    *,
    name: str,
    company: str,
    overrides: Overrides | None = None,
) -> Worded:
    """Return a message in the active language and time zone.

    Args:
        kind: which message.
        context: decoded.
        name: of the reader.
        company: its name.
        overrides: the company's own words for mail.

    """
    facts = {"name": name, "company": company}
    short = facts | {key: _spelt(value, words.day) for key, value in context.items()}
    long = facts | {key: _spelt(value, words.weekday_day) for key, value in context.items()}
    own = overrides or Overrides()
    return Worded(
        title=fill(own.subject or str(kind.subject), short),
        intro=fill(own.intro or str(kind.intro), long),
        line=fill(str(kind.line), short),
        action=fill(str(kind.action), short),
    )


def put_for_chat(kind: Kind, context: Mapping[str, Any], *, company: str) -> str:
    """Return the sentence for a team chat, in the active language."""
    facts = {"name": company, "company": company}
    return fill(
        str(kind.chat), facts | {key: _spelt(value, words.day) for key, value in context.items()}
    )


def _spelt(value: Any, spell_day: Any) -> str:
    if isinstance(value, date | datetime):
        return str(spell_day(value))
    if isinstance(value, int):
        return str(number_format(value))
    return value if isinstance(value, str) else ""
