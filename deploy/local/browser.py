"""The browser of the journey tests: Debian's Chromium."""

import os
import sys
from shutil import which

from deploy.local.errors import CannotStart
from deploy.local.libraries import can_install, install, install_line

NAMES = ("chromium", "chromium-browser", "google-chrome")
PACKAGE = "chromium"


def find_browser() -> str:
    """Return the path of a Chromium, "" when there is none."""
    return next((path for name in NAMES if (path := which(name))), "")


def ensure_browser() -> bool:
    """Make sure that there is a Chromium; install it when we are root on Debian.

    Returns:
        False when there is none; one line has then said how to get it.

    Raises:
        CannotStart: instead of returning False when CI is set: there browser tests are never left out.
    """
    if find_browser():
        return True
    if can_install():
        sys.stdout.write("Installing Chromium for the browser tests\n")
        install([PACKAGE])
        if find_browser():
            return True
    line = (
        f"Chromium is missing, which the browser tests need. Install it: {install_line([PACKAGE])}"
    )
    if os.environ.get("CI", "").lower() not in ("", "0", "false"):
        raise CannotStart(line)
    sys.stdout.write(f"{line} (the browser tests are left out this time)\n")
    return False
