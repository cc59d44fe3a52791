"""Queries that every page asks, written down once.

Django takes longer to write a query of several subqueries down as SQL than Postgres to answer it, and does
so again for each request although only the person asked about differs.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Expression, QuerySet

# Whom a query is written down for, to be replaced by whom it is asked about.
_ANYBODY = UUID(int=0)
Converter = Callable[[Any, Expression, Any], Any]


class _Written(NamedTuple):
    sql: str
    parameters: tuple[Any, ...]
    converters: tuple[tuple[int, tuple[Converter, ...], Expression], ...]


class AboutOne:
    """A query about one person or thing, asked many times.

    Only the id differs from one asking to the next: what else the query is made of is looked at once in
    the life of the process, so it must hold neither the time nor a setting that changes.
    """

    def __init__(self, build: Callable[[UUID], "QuerySet[Any, Any]"]) -> None:
        """Take a query to be written down when it is first asked.

        Args:
            build: makes the query for an id; it ends in `values_list()`.
        """
        self._build = build

    def rows(self, subject: UUID) -> list[tuple[Any, ...]]:
        """Ask it in the entered schema; return the rows as `values_list()` does."""
        written = self._written
        with connection.cursor() as cursor:
            cursor.execute(
                written.sql,
                [subject if value == _ANYBODY else value for value in written.parameters],
            )
            rows = cursor.fetchall()
        return [self._converted(row) for row in rows] if written.converters else rows

    def _converted(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        values = list(row)
        for at, converters, expression in self._written.converters:
            for convert in converters:
                values[at] = convert(values[at], expression, connection)
        return tuple(values)

    @cached_property
    def _written(self) -> _Written:
        compiler = self._build(_ANYBODY).query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        columns = [column for column, *_ in compiler.select]
        converters = compiler.get_converters(columns)
        return _Written(
            sql,
            tuple(parameters),
            tuple((at, tuple(found), column) for at, (found, column) in converters.items()),
        )
