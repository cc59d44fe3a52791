"""Whether a worker lives: it leaves the time in Redis every few seconds, and readiness looks."""

import time
from collections.abc import Iterable

import redis
import structlog
from django.conf import settings

log = structlog.get_logger(__name__)

_KEY = "smh:worker-heartbeat"
_PEOPLES_QUEUE = "default"


def _client() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1)


def beat(queues: Iterable[str]) -> None:
    """Leave the time, if the worker serves the queue that people wait for.

    With Redis away nothing is left, which is the truth: no job gets through.
    """
    if _PEOPLES_QUEUE not in queues:
        return
    try:
        with _client() as client:
            client.set(_KEY, str(time.time()), ex=600)
    except redis.RedisError:
        log.warning("heartbeat_lost")


def worker_seen_seconds_ago() -> float | None:
    """Return how long ago a worker last left the time, None when never."""
    try:
        with _client() as client:
            value = client.get(_KEY)
    except redis.RedisError:
        return None
    return time.time() - float(value) if value else None  # type: ignore[arg-type]
