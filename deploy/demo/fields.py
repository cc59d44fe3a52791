"""Strict reading of one TOML table: every field is asked for, nothing unknown is passed over."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any


class ContentError(Exception):
    """A demo file that is not as it should be; the message names file and field or line."""

    def __init__(self, file: Path, where: str, problem: str) -> None:
        self.file = file
        self.where = where
        super().__init__(f"{file}: {where}: {problem}" if where else f"{file}: {problem}")


def read_text(file: Path) -> str:
    """The file's text without outer blank lines. Raises ContentError if missing or empty."""
    try:
        text = file.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise ContentError(file, "", "no such file") from None
    except UnicodeDecodeError as error:
        raise ContentError(file, f"byte {error.start}", "not UTF-8") from None
    if not text:
        raise ContentError(file, "line 1", "empty")
    return text


def read_table(file: Path) -> Table:
    """The whole TOML file as one table. Raises ContentError with tomllib's line number."""
    try:
        values = tomllib.loads(read_text(file))
    except tomllib.TOMLDecodeError as error:
        raise ContentError(file, "", str(error)) from None
    return Table(file, "", values)


class Table:
    """A TOML table that remembers where it stands and which fields were asked for."""

    def __init__(self, file: Path, where: str, values: dict[str, Any]) -> None:
        self.file = file
        self.where = where
        self._values = values
        self._asked: set[str] = set()

    def error(self, field: str, problem: str) -> ContentError:
        """An error that names this file and the full path of `field`."""
        return ContentError(self.file, self._path(field), problem)

    def text(self, field: str, *, default: str | None = None) -> str:
        """A text that is not blank, or `default` where the field is left out."""
        value = self._take(field, str, default)
        if not value.strip() and default is None:
            raise self.error(field, "must not be blank")
        return str(value).strip()

    def one_of(self, field: str, allowed: Sequence[str], *, default: str | None = None) -> str:
        """A text out of `allowed`."""
        value = self.text(field, default=default)
        if value not in allowed:
            raise self.error(field, f"{value!r} is not one of {', '.join(allowed)}")
        return value

    def number(self, field: str, low: int, high: int, *, default: int | None = None) -> int:
        """A whole number from `low` to `high`."""
        value = self._take(field, int, default)
        if isinstance(value, bool) or not low <= value <= high:
            raise self.error(field, f"{value!r} is not a whole number from {low} to {high}")
        return int(value)

    def flag(self, field: str, *, default: bool) -> bool:
        """True or false."""
        return bool(self._take(field, bool, default))

    def texts(self, field: str, low: int, high: int) -> tuple[str, ...]:
        """A list of `low` to `high` texts, none blank, none twice."""
        items = self._list(field, low, high)
        for index, item in enumerate(items):
            if not isinstance(item, str) or not item.strip():
                raise self.error(f"{field}[{index}]", "must be a text that is not blank")
        if len(set(items)) != len(items):
            raise self.error(field, "says the same thing twice")
        return tuple(item.strip() for item in items)

    def tables(self, field: str, low: int, high: int) -> list[Table]:
        """A list of `low` to `high` tables, each to be read and then `finish`ed."""
        items = self._list(field, low, high)
        found = []
        for index, item in enumerate(items):
            if not isinstance(item, dict):
                raise self.error(f"{field}[{index}]", "must be a table")
            found.append(Table(self.file, self._path(f"{field}[{index}]"), item))
        return found

    def mapping(self, field: str) -> dict[str, str]:
        """A table of texts, empty where the field is left out."""
        value = self._take(field, dict, {})
        for key, item in value.items():
            if not isinstance(item, str) or not item.strip():
                raise self.error(f"{field}.{key}", "must be a text that is not blank")
        return {key: item.strip() for key, item in value.items()}

    def finish(self) -> None:
        """Refuse a field nobody asked for: it is a misspelt one."""
        unknown = sorted(set(self._values) - self._asked)
        if unknown:
            raise self.error(unknown[0], "unknown field")

    def _path(self, field: str) -> str:
        return f"{self.where}.{field}" if self.where else field

    def _take(self, field: str, kind: type, default: Any) -> Any:
        self._asked.add(field)
        value = self._values.get(field, default)
        if value is None:
            raise self.error(field, "missing")
        if not isinstance(value, kind):
            raise self.error(field, f"must be {kind.__name__}, not {type(value).__name__}")
        return value

    def _list(self, field: str, low: int, high: int) -> list[Any]:
        items: list[Any] = self._take(field, list, None)
        if not low <= len(items) <= high:
            raise self.error(field, f"has {len(items)} entries, not {low} to {high}")
        return items
