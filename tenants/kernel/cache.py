"""The cache: keys carry their schema, and with Redis away it is merely empty."""

import time
from collections.abc import Callable
from typing import Any, TypeVar

import redis
import structlog
from django.conf import settings
from django.core.cache.backends.redis import RedisCache

from tenants.schemas import current_schema

log = structlog.get_logger(__name__)
T = TypeVar("T")

# After a failure Redis is left alone for so long.
_REST_SECONDS = 1.0


def tenant_key(key: str, key_prefix: str, version: int) -> str:
    """Return the key under which Django's cache stores a value of the entered schema.

    Raises:
        NoSchemaEntered: when no schema is entered, as such a value would belong to nobody.
    """
    return f"{key_prefix}:{current_schema()}:{version}:{key}"


def forget_schema(schema: str) -> None:
    """Forget every value of a schema, whose rows are others by now."""
    own = f"{settings.CACHES['default'].get('KEY_PREFIX', '')}:{schema}:*"
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1) as client:
            for key in client.scan_iter(own, count=1000):
                client.delete(key)
    except redis.RedisError as error:
        log.warning("cache_away", reason=str(error))


class DisposableCache(RedisCache):
    """Redis as a cache that may vanish: reading finds nothing then, and writing is forgotten.

    Nothing that must not be lost is kept here. Limits on how often something may be tried count in
    it as well; while Redis is away they do not hold, and people can still sign in.
    """

    _away_until = 0.0

    def add(self, *args: Any, **kwargs: Any) -> bool:
        return self._or(True, super().add, *args, **kwargs)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._or(default, super().get, key, default, version)

    def set(self, *args: Any, **kwargs: Any) -> None:
        self._or(None, super().set, *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        return self._or(False, super().touch, *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        return self._or(False, super().delete, *args, **kwargs)

    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        return self._or(False, super().has_key, *args, **kwargs)

    def get_many(self, *args: Any, **kwargs: Any) -> dict[Any, Any]:
        return self._or({}, super().get_many, *args, **kwargs)

    def set_many(self, *args: Any, **kwargs: Any) -> list[Any]:
        return self._or([], super().set_many, *args, **kwargs)

    def delete_many(self, *args: Any, **kwargs: Any) -> None:
        self._or(None, super().delete_many, *args, **kwargs)

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        return self._or(delta, super().incr, key, delta, version)

    def _or(self, otherwise: T, act: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        current_schema()  # whoever forgot to enter one hears of it while Redis is away, too
        if time.monotonic() < self._away_until:
            return otherwise
        try:
            return act(*args, **kwargs)
        except redis.RedisError as error:
            # A server that does not even refuse costs a second each time it is asked.
            self._away_until = time.monotonic() + _REST_SECONDS
            log.warning("cache_away", reason=str(error))
            return otherwise
