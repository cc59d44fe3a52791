"""A Postgres and a Redis that are there already: asked at once whether they can serve."""

import psycopg
import redis

from deploy.local.errors import CannotStart


def check_external(database_url: str, redis_url: str) -> None:
    """Make sure that the servers the caller's environment names can be used; "" names none.

    Raises:
        CannotStart: naming the variable and what is wrong with it.
    """
    if database_url:
        _check_database(database_url)
    if redis_url:
        _check_redis(redis_url)


def _check_database(url: str) -> None:
    allowed = "SELECT rolname, rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            role, may_create = connection.execute(allowed).fetchone() or ("", False)
    except psycopg.Error as error:
        raise CannotStart(f"DATABASE_URL: {_first_line(error)}") from error
    if not may_create:
        raise CannotStart(
            f'DATABASE_URL: the role "{role}" may not create roles; give an administrator\'s URL, '
            "from which the owner's and the application's are made."
        )


def _check_redis(url: str) -> None:
    try:
        client = redis.Redis.from_url(url, socket_connect_timeout=5)
    except ValueError as error:
        raise CannotStart(f"REDIS_URL: {_first_line(error)}") from error
    try:
        client.ping()
    except redis.RedisError as error:
        raise CannotStart(f"REDIS_URL: {_first_line(error)}") from error
    finally:
        client.close()


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
