"""Which connection answers under the name `default`, the only one that our code uses.

A process serves one Postgres cluster, its home. Where `public` lies in another one (`directory`), or a
reader asked for a replica, that connection stands in for the home one until the block ends. So whatever
a block does, `transaction.atomic()` and raw cursors included, is done where the block belongs; a router
would send queries there and leave transactions at home.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from django.db import connections

from tenants.backend.base import DatabaseWrapper

DEFAULT = "default"
DIRECTORY = "directory"
REPLICA = "replica"

_homes = threading.local()


def face() -> DatabaseWrapper:
    """Return the connection that answers now."""
    return cast(DatabaseWrapper, connections[DEFAULT])


def home() -> DatabaseWrapper:
    """Return the connection to the cluster that this process serves, whichever answers now."""
    return cast(DatabaseWrapper, getattr(_homes, "connection", None) or connections[DEFAULT])


def is_configured(alias: str) -> bool:
    """Whether there is a connection of that name."""
    return alias in connections.settings


def directory_is_here() -> bool:
    """Whether `public` lies in the cluster that this process serves."""
    return not is_configured(DIRECTORY)


def named(alias: str) -> DatabaseWrapper:
    """Return this thread's connection of that name."""
    return cast(DatabaseWrapper, connections[alias])


@contextmanager
def answering(connection: DatabaseWrapper) -> Iterator[DatabaseWrapper]:
    """Have a connection answer under the name `default` until the block ends."""
    before, at_home = face(), home()
    _homes.connection = at_home
    connections[DEFAULT] = connection
    try:
        yield connection
    finally:
        connections[DEFAULT] = before
