"""What a counterpart received and must remember: one JSON file each, readable by pages and tests while it runs."""

import json
import os
import time
from pathlib import Path
from typing import Any


class Shelf:
    """The files of one service."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0

    @property
    def folder(self) -> Path:
        """Where the files lie."""
        return self._folder

    def put(self, content: dict[str, Any], *, name: str = "") -> str:
        """Keep something; under a name it replaces what was there.

        Args:
            content: JSON-able.
            name: a file name without suffix; by default one that sorts after all before it.

        Returns:
            The name.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        self._count += 1
        name = name or f"{time.time_ns()}-{os.getpid()}-{self._count}"
        draft = self._folder / f".{name}.{os.getpid()}.draft"
        draft.write_text(json.dumps(content, ensure_ascii=False))
        draft.rename(self._folder / f"{name}.json")  # readers never see half of it
        return name

    def get(self, name: str) -> dict[str, Any] | None:
        """Return what is kept under a name, None when nothing is."""
        path = self._folder / f"{name}.json"
        if path.parent != self._folder or not path.is_file():
            return None
        content: dict[str, Any] = json.loads(path.read_text())
        return content

    def newest_first(self, most: int = 200) -> list[dict[str, Any]]:
        """Return what is kept, the newest name first."""
        paths = sorted(self._folder.glob("*.json"), key=lambda path: path.name, reverse=True)
        return [json.loads(path.read_text()) for path in paths[:most]]
