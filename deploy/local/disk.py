"""Room on disk: asked for before a start, so that a full disk is one clear line instead of a broken database."""

import shutil
from pathlib import Path

from deploy.local.errors import CannotStart

NEEDED = 1_500_000_000  # bytes: cluster, two companies' demo data, transcoded clips
MEGABYTE = 1_000_000


def check_room(folder: Path, *, needed: int = NEEDED) -> None:
    """Make sure that the file system of an existing folder has room.

    Args:
        needed: bytes.

    Raises:
        CannotStart: naming the folder and the flag that moves it.
    """
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise CannotStart(
            f"The disk of {folder} is full: {free // MEGABYTE} MB free, {needed // MEGABYTE} MB needed; "
            "free some, or choose a folder on another disk with --home DIR."
        )
