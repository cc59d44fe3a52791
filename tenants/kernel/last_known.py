"""What the directory said last, for when it is away and a company's own cluster is not.

Only on processes whose cluster is another than the directory's: where both are one, the company's data
is away with it.
"""

import threading
import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

import structlog
from django.db import DatabaseError

from tenants.backend.away import is_away
from tenants.backend.faces import DIRECTORY, directory_is_here, named

log = structlog.get_logger(__name__)
T = TypeVar("T")

_MOST = 50_000
# After it did not answer, it is left in peace for so long: asking takes seconds where nobody is there.
_PEACE_SECONDS = 2.0


class LastKnown(Generic[T]):
    """Remembers answers, and gives them again while the directory does not answer."""

    def __init__(self) -> None:
        self._answers: dict[Hashable, T] = {}
        self._lock = threading.Lock()
        self._ask_again = 0.0

    @property
    def is_empty(self) -> bool:
        """Whether nothing is remembered."""
        return not self._answers

    def forget(self) -> None:
        """Remember nothing."""
        with self._lock:
            self._answers.clear()
            self._ask_again = 0.0

    def ask(self, key: Hashable, look_up: Callable[[], T | None]) -> T | None:
        """Return what `look_up` says, or what it said last while the directory is away.

        Raises:
            DatabaseError: when it is away and nothing is remembered under the key.
        """
        if directory_is_here():
            return look_up()
        if key in self._answers and time.monotonic() < self._ask_again:
            return self._answers[key]
        try:
            answer = look_up()
        except DatabaseError as error:
            if not is_away(error):
                raise
            named(DIRECTORY).close()
            self._ask_again = time.monotonic() + _PEACE_SECONDS
            if key not in self._answers:
                raise
            log.warning("directory_away", asked=str(key))
            return self._answers[key]
        self._remember(key, answer)
        return answer

    def _remember(self, key: Hashable, answer: T | None) -> None:
        with self._lock:
            if answer is None:
                self._answers.pop(key, None)
            elif key in self._answers or len(self._answers) < _MOST:
                self._answers[key] = answer
