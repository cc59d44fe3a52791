"""Cursors that enter the connection's schema before every statement."""

from collections.abc import Callable
from typing import Any

from django.db.backends.utils import CursorDebugWrapper, CursorWrapper


def _strict(db: Any, act: Callable[[], Any]) -> Any:
    """Run one statement in the connection's schema; alone, it gets a transaction of its own."""
    alone = db.enter_schema()
    if not alone:
        return act()
    try:
        result = act()
    except BaseException:
        db.leave_schema(failed=True)
        raise
    db.leave_schema(failed=False)
    return result


class StrictCursor(CursorWrapper):
    """Django's cursor, refusing to run a statement in no schema."""

    def callproc(self, procname: Any, params: Any = None, kparams: Any = None) -> Any:
        """Call a stored procedure in the entered schema."""
        return _strict(
            self.db, lambda: super(StrictCursor, self).callproc(procname, params, kparams)
        )

    def execute(self, sql: Any, params: Any = None) -> Any:
        """Execute one statement in the entered schema."""
        return _strict(self.db, lambda: super(StrictCursor, self).execute(sql, params))

    def executemany(self, sql: Any, param_list: Any) -> Any:
        """Execute one statement many times in the entered schema."""
        return _strict(self.db, lambda: super(StrictCursor, self).executemany(sql, param_list))

    def copy(self, statement: Any, params: Any = None) -> Any:
        """COPY in the entered schema; refused outside a transaction."""
        self.db.require_transaction()
        self.db.enter_schema()
        return self.cursor.copy(statement, params)

    def stream(self, *args: Any, **kwargs: Any) -> Any:
        """Stream rows in the entered schema; refused outside a transaction."""
        self.db.require_transaction()
        self.db.enter_schema()
        return self.cursor.stream(*args, **kwargs)


class StrictDebugCursor(CursorDebugWrapper):
    """The same while statements are recorded; path setting is not among the recorded ones."""

    def execute(self, sql: Any, params: Any = None) -> Any:
        """Execute one statement in the entered schema."""
        return _strict(self.db, lambda: super(StrictDebugCursor, self).execute(sql, params))

    def executemany(self, sql: Any, param_list: Any) -> Any:
        """Execute one statement many times in the entered schema."""
        return _strict(self.db, lambda: super(StrictDebugCursor, self).executemany(sql, param_list))

    copy = StrictCursor.copy
    stream = StrictCursor.stream
