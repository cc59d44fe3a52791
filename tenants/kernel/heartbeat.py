"""Whether a worker lives: it leaves the time in Redis every few seconds, and readiness looks."""

import time

import redis
from celery import shared_task
from django.conf import settings

_KEY = "smh:worker-heartbeat"


def _client() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1)


@shared_task(name="kernel.heartbeat")
def beat() -> None:
    """Run by a worker because beat asked for it, so it proves both."""
    with _client() as client:
        client.set(_KEY, str(time.time()), ex=600)


def worker_seen_seconds_ago() -> float | None:
    """Return how long ago a worker last ran the heartbeat task, None when never."""
    try:
        with _client() as client:
            value = client.get(_KEY)
    except redis.RedisError:
        return None
    return time.time() - float(value) if value else None  # type: ignore[arg-type]
