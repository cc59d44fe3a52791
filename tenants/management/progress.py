"""How far a long command is: a bar where a person looks, a line now and then where a log is written."""

import time
from typing import Any

_WIDTH = 30
_LINES_EVERY_SECONDS = 5.0


class Progress:
    """Tells what was done, at which rate, and how long the rest will take."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._is_terminal = stream.isatty()
        self._began = time.monotonic()
        self._told = 0.0

    def __call__(self, said: str, done: int, all_of_them: int) -> None:
        """Tell a remark (of none done), or the latest of some."""
        if not all_of_them:
            self._stream.write(f"{said}\n")
            return
        passed = max(time.monotonic() - self._began, 0.001)
        rate = done / passed
        facts = f"{done}/{all_of_them}  {rate:.1f}/s  {(all_of_them - done) / rate:.0f} s left"
        if self._is_terminal:
            full = _WIDTH * done // all_of_them
            line = f"[{'#' * full}{'.' * (_WIDTH - full)}] {facts}  {said}"
            self._stream.write(f"\r\x1b[K{line[:160]}")
            if done == all_of_them or "FAILED" in said:
                self._stream.write("\n")
        elif done == all_of_them or "FAILED" in said or passed - self._told > _LINES_EVERY_SECONDS:
            self._told = passed
            self._stream.write(f"{facts}  {said}\n")
