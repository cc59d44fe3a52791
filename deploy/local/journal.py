"""What a stack says: one line per change on the screen, and one log file per process."""

import sys
import time
from pathlib import Path

from deploy.local.home import Home


class Journal:
    """Screen and log folder of one stack."""

    def __init__(self, home: Home, *, quiet: bool) -> None:
        self._folder = home.logs
        self._quiet = quiet

    def say(self, name: str, text: str) -> None:
        """Print one line about one process."""
        if not self._quiet:
            sys.stdout.write(f"{time.strftime('%H:%M:%S')}  {name:<14} {text}\n")
            sys.stdout.flush()

    def log(self, name: str) -> Path:
        """Return a process' log file."""
        return self._folder / f"{name}.log"

    def set_aside(self, name: str) -> None:
        """Keep the log of a process' last run under another name."""
        log = self.log(name)
        if log.exists():
            log.replace(log.with_suffix(".old.log"))

    def last_line(self, name: str) -> str:
        """Return the last thing a process wrote."""
        log = self.log(name)
        lines = log.read_text(errors="replace").splitlines() if log.exists() else []
        return next((line.strip() for line in reversed(lines) if line.strip()), "it wrote nothing")
