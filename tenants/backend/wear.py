"""How worn a connection is: a backend keeps what it learnt of each table, about 30 KB, until it ends.

A thousand companies of twenty tables are 600 MB. A connection that served so many schemas is therefore
replaced: by its pool in the background, or at the door of the next schema.
"""

from typing import Any


def note(connection: Any, schema: str) -> None:
    """Write down that a connection served a schema."""
    served = getattr(connection, "schemas_served", None)
    if served is None:
        served = connection.schemas_served = set()
    served.add(schema)


def is_worn(connection: Any, *, most: int | None, entering: str | None = None) -> bool:
    """Whether a connection has served as many schemas as it should, and would have to learn another.

    Args:
        connection: the driver's, or None while there is none.
        most: schemas; None for any number.
        entering: the schema it is wanted for, None when it is done with one.
    """
    if connection is None or most is None:
        return False
    served = getattr(connection, "schemas_served", ())
    return len(served) >= most and (entering is None or entering not in served)


def retire(connection: Any) -> None:
    """Have the pool close a connection when it comes back, and open another in its place."""
    # What the pool does itself to one that is too old. Closing it here would be logged as an accident.
    connection._expire_at = 0.0
