"""Queries that pages ask again and again, written down once.

Django takes longer to write a query of several subqueries down as SQL than Postgres to answer it, and does
so again for each request although only the person asked about, or the moment, differs.
"""

from collections.abc import Callable, Collection
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import Expression, Func, QuerySet, UUIDField, Value
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler

# What a query is written down with, to be replaced by what it is asked about. Nothing else equals them.
ANY_ID, OTHER_ID = UUID(int=0), UUID(int=1)
ANY_IDS = [UUID(int=2)]
ANY_WORD, OTHER_WORD = "\uf8ff\uf8fe", "\uf8ff\uf8fd"  # of the private use area
ANY_MOMENT, OTHER_MOMENT = datetime(1, 1, 2, tzinfo=UTC), datetime(1, 1, 3, tzinfo=UTC)


class _OneOf(Func):
    template = "(SELECT unnest(%(expressions)s))"


def one_of(ids: Collection[UUID]) -> Any:
    """Return the right side of an `__in` that is one value, however many ids it holds."""
    return _OneOf(Value(list(ids), output_field=ArrayField(UUIDField())))


Converter = Callable[[Any, Expression, Any], Any]


class _Text(NamedTuple):
    sql: str
    # At each place of the text: which of the values asked with stands there, or -1 and what always does.
    places: tuple[tuple[int, Any], ...]
    converters: tuple[tuple[int, tuple[Converter, ...], Expression], ...]
    compiler: SQLCompiler


class Written:
    """A query asked many times, each time with other values in the same places.

    Only those values differ from one asking to the next: what else the query is made of is looked at once
    in the life of the process, so it must hold neither the time nor a setting that changes.
    """

    def __init__(
        self,
        build: Callable[..., "QuerySet[Any, Any]"],
        *samples: Any,
        may_lack: Collection[Any] = (),
    ) -> None:
        """Take a query to be written down when it is first asked.

        Args:
            build: makes the query for values; it ends in `values_list()`, or is one of rows of a model.
            samples: what it is written down with, one for each value: the constants above.
            may_lack: those of them that Django may find no place for, as nothing depends on them.
        """
        self._build = build
        self._samples = samples
        self._may_lack = may_lack

    def rows(
        self, *values: Any, limit: int | None = None, offset: int = 0
    ) -> list[tuple[Any, ...]]:
        """Ask it in the entered schema; return the rows as `values_list()` does.

        Args:
            values: what it is asked about, in the order of the samples.
            limit: how many rows at most; None for all.
            offset: how many rows come before.
        """
        text = self.text
        cut = "" if limit is None else " LIMIT %s OFFSET %s"
        with connection.cursor() as cursor:
            cursor.execute(
                text.sql + cut, [*self.parameters(*values), *((limit, offset) if cut else ())]
            )
            rows = cursor.fetchall()
        return [self._converted(row) for row in rows] if text.converters else rows

    def instances(self, *values: Any) -> list[Any]:
        """Ask a query of rows of a model in the entered schema; return them with what was selected beside them.

        As iterating the query does (`django.db.models.query.ModelIterable`); `select_for_update()` locks.

        Args:
            values: what it is asked about, in the order of the samples.
        """
        compiler = self.text.compiler
        model, columns = compiler.klass_info["model"], compiler.klass_info["select_fields"]
        names = [compiler.select[at][0].target.attname for at in columns]
        beside = get_related_populators(  # type: ignore[call-arg]  # the stubs are of a later Django
            compiler.klass_info, compiler.select, connection.alias
        )
        found = []
        for row in self.rows(*values):
            one = model.from_db(connection.alias, names, [row[at] for at in columns])
            for populator in beside:
                populator.populate(row, one)
            found.append(one)
        return found

    def parameters(self, *values: Any) -> list[Any]:
        """Return what stands at the places of the text for some values."""
        return [fixed if at < 0 else values[at] for at, fixed in self.text.places]

    def _converted(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        values = list(row)
        for at, converters, expression in self.text.converters:
            for convert in converters:
                values[at] = convert(values[at], expression, connection)
        return tuple(values)

    @cached_property
    def text(self) -> _Text:
        """The query as SQL, with what stands at its places and what becomes of its columns.

        Raises:
            ValueError: when a value has no place in it, so that every asking would answer alike.
        """
        compiler = self._build(*self._samples).query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        places = tuple(
            (self._samples.index(p) if p in self._samples else -1, p) for p in parameters
        )
        if any(one not in parameters and one not in self._may_lack for one in self._samples):
            raise ValueError(f"A value has no place in: {sql}")
        columns = [column for column, *_ in compiler.select]
        converters = compiler.get_converters(columns)
        return _Text(
            sql,
            places,
            tuple((at, tuple(found), column) for at, (found, column) in converters.items()),
            compiler,
        )
