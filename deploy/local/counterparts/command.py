"""How the stack starts the counterparts."""

import sys
from pathlib import Path

from deploy.local.processes import Command


def counterparts_command(*, port: int, folder: Path) -> Command:
    """Describe the counterparts' process; it wants COUNTERPARTS_SECRET in its environment."""
    argv = (sys.executable, "-m", "deploy.local.counterparts")
    return Command(
        "counterparts", (*argv, "--port", str(port), "--folder", str(folder)), patience=5.0
    )
