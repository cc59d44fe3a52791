"""What was answered, in words: by the forms' own labels and choices."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from public_site.forms.application import STEPS

_LONG = 120


@dataclass(frozen=True)
class Answer:
    """One answer. `links` are web addresses that a person may open."""

    name: str
    label: str
    text: str
    links: tuple[str, ...] = ()
    is_long: bool = False
    language: str = ""
    # What it was in the version before, when that differs.
    before: str | None = None


@dataclass(frozen=True)
class Section:
    """The answers of one step."""

    name: str
    label: str
    rows: tuple[Answer, ...]


def sections(
    kind: str, answers: dict[str, Any], before: dict[str, Any] | None = None
) -> tuple[Section, ...]:
    """Return the answers of an application by step, with what changed since `before`."""
    return tuple(
        Section(
            step.name,
            str(step.label),
            tuple(
                _rows(
                    step.form(), answers.get(step.name, {}), (before or {}).get(step.name), before
                )
            ),
        )
        for step in STEPS[kind]
        if step.form is not None
    )


def _rows(
    form: forms.Form, given: dict[str, Any], old: dict[str, Any] | None, compared: Any
) -> Sequence[Answer]:
    rows = []
    for name, field in form.fields.items():
        value = given.get(name, "")
        text = _words(field, value)
        earlier = _words(field, (old or {}).get(name, "")) if compared else text
        rows.append(
            Answer(
                name=name,
                label=str(field.label),
                text=text,
                links=tuple(value) if name == "links" and isinstance(value, list) else (),
                is_long=len(text) > _LONG,
                language=str(given.get("bio_language", "")) if name == "bio" else "",
                before=earlier if earlier != text else None,
            )
        )
    return rows


def _words(field: forms.Field, value: Any) -> str:
    choices = dict(getattr(field, "choices", ()))
    if isinstance(value, list):
        return ", ".join(str(choices.get(one, one)) for one in value)
    return str(choices.get(value, value)) if choices else str(value)
