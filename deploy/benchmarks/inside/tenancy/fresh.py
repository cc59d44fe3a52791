"""Beginning with fresh backends."""

from django.db import connections


def close_connections() -> None:
    """End this process' connections, those in a pool as well."""
    for connection in connections.all():
        connection.close()
        if getattr(connection, "pool", None) is not None:
            connection.close_pool()  # type: ignore[attr-defined]
