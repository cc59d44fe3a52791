"""Frozen dataclasses as JSON and back, for events and jobs."""

import dataclasses
import types
import typing
from datetime import datetime
from typing import Any
from uuid import UUID

T = typing.TypeVar("T")


def to_json(value: Any) -> Any:
    """Return a JSON-able form of UUIDs, datetimes, lists, dicts and plain values.

    Raises:
        TypeError: for anything else, such as a model instance, which must not leave its schema.

    """
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [to_json(item) for item in value]
    if isinstance(value, dict):
        return {str(key): to_json(item) for key, item in value.items()}
    raise TypeError(f"{type(value).__name__} cannot leave its schema")


def from_json(value: Any, kind: Any) -> Any:
    """Return `value` as the annotated type it was written from."""
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        if value is None:
            return None
        (kind,) = [option for option in typing.get_args(kind) if option is not type(None)]
        return from_json(value, kind)
    if kind is UUID:
        return UUID(value)
    if kind is datetime:
        return datetime.fromisoformat(value)
    if origin in (list, tuple):
        items = [from_json(item, typing.get_args(kind)[0]) for item in value]
        return tuple(items) if origin is tuple else items
    return value


def dump(instance: Any) -> dict[str, Any]:
    """Return a dataclass instance's fields as JSON-able values."""
    return {
        field.name: to_json(getattr(instance, field.name)) for field in dataclasses.fields(instance)
    }


def load(kind: type[T], data: dict[str, Any]) -> T:
    """Return the dataclass instance that `dump` wrote; fields unknown by now are left out."""
    hints = typing.get_type_hints(kind)
    known = {field.name for field in dataclasses.fields(kind)}  # type: ignore[arg-type]
    return kind(
        **{name: from_json(value, hints[name]) for name, value in data.items() if name in known}
    )
