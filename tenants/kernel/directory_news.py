"""Processes tell each other that the directory of companies has changed, through Redis.

Who listens may remember hosts for longer. News is a hint, nothing rests on it: with Redis away a process
knows that it hears nothing, and looks things up again after seconds.
"""

import threading
import time
from collections.abc import Callable

import redis
import structlog
from django.conf import settings
from django.db import transaction

log = structlog.get_logger(__name__)

_CHANNEL = "smh:directory"
_ASK_EVERY_SECONDS = 2.0
# A connection that says nothing for so long is no connection.
_SILENCE_SECONDS = 6.0
_AGAIN_SECONDS = 1.0


def announce_change() -> None:
    """Tell every process, when the transaction is over, that a company or one of its hosts has changed."""
    transaction.on_commit(_publish, robust=True)


def _publish() -> None:
    try:
        with _client() as client:
            client.publish(_CHANNEL, "changed")
    except redis.RedisError as error:
        log.warning("directory_news_not_sent", reason=str(error))


def _client() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=2)


class DirectoryNews:
    """Listens in a thread of its own, and calls somebody when the directory may have changed."""

    def __init__(self, on_change: Callable[[], None]) -> None:
        """Begin deaf; `listen` starts the thread."""
        self._on_change = on_change
        self._heard_until = 0.0
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def is_heard(self) -> bool:
        """Whether a change would be heard of within seconds."""
        return time.monotonic() < self._heard_until

    def listen(self) -> None:
        """Listen until the process ends."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="directory-news", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Listen no more."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                self._hear()
            except redis.RedisError as error:
                log.warning("directory_news_not_heard", reason=str(error))
            self._heard_until = 0.0
            self._on_change()
            self._stopped.wait(_AGAIN_SECONDS)

    def _hear(self) -> None:
        with _client() as client, client.pubsub() as channel:
            channel.subscribe(_CHANNEL)
            while not self._stopped.is_set():
                heard = channel.get_message(timeout=_ASK_EVERY_SECONDS)
                if heard is None:
                    if self._heard_until and not self.is_heard:
                        raise redis.TimeoutError("Redis is silent.")
                    channel.ping()
                    continue
                # What changed before we listened is news as well.
                if heard["type"] in ("subscribe", "message"):
                    self._on_change()
                self._heard_until = time.monotonic() + _SILENCE_SECONDS
