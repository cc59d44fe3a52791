"""Whether an error says that a cluster is not to be reached, rather than that it refused something."""

from collections.abc import Iterator

import psycopg

# SQLSTATEs ("PostgreSQL Error Codes" in its manual): connection exceptions; shutting down, crashed,
# starting. Not 57014: a statement that took too long says nothing of the server.
_AWAY = ("08", "57P01", "57P02", "57P03")


def is_away(error: BaseException | None) -> bool:
    """Whether this error, or what caused it, is a database that does not answer."""
    return any(_says_so(cause) for cause in causes(error))


def _says_so(error: BaseException) -> bool:
    if isinstance(error, psycopg.InterfaceError):
        return True  # the connection is closed: it broke under an earlier statement
    if not isinstance(error, psycopg.OperationalError):
        return False
    state = error.sqlstate or ""
    # Without a code nobody was there to give it one.
    return not state or state.startswith(_AWAY)


def was_refused(error: BaseException | None) -> bool:
    """Whether Postgres refused the schema's role something (42501): its rights are taken while it moves."""
    return any(getattr(cause, "sqlstate", None) == "42501" for cause in causes(error))


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and what led to it."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
