"""Shared libraries that no wheel carries: WeasyPrint draws with Pango, which comes with the system."""

import ctypes
import os
import subprocess
from shutil import which

from deploy.local.errors import CannotStart

# File name of the library -> Debian package.
NEEDED = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgobject-2.0.so.0": "libglib2.0-0",
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz.so.0": "libharfbuzz0b",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
    "libfontconfig.so.1": "libfontconfig1",
}


def missing_packages(needed: dict[str, str]) -> list[str]:
    """Return the packages of those libraries that cannot be loaded, each once, in order."""
    missing: dict[str, None] = {}
    for library, package in needed.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing[package] = None
    return list(missing)


def ensure_libraries(needed: dict[str, str] | None = None) -> None:
    """Make sure that the libraries load; install them when we are root on Debian.

    Args:
        needed: library -> package, NEEDED unless a test says otherwise.

    Raises:
        CannotStart: with the one line that installs them.
    """
    wanted = NEEDED if needed is None else needed
    missing = missing_packages(wanted)
    if missing and can_install():
        install(missing)
        missing = missing_packages(wanted)
    if missing:
        raise CannotStart(f"Shared libraries are missing. Install them: {install_line(missing)}")


def can_install() -> bool:
    """Tell whether we may install Debian packages."""
    return os.geteuid() == 0 and which("apt-get") is not None


def install(packages: list[str]) -> bool:
    """Install Debian packages without a question; return whether that worked."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        if subprocess.run(
            ["apt-get", "-qq", *step], check=False, env=quiet, stdout=subprocess.DEVNULL
        ).returncode:
            return False
    return True


def install_line(packages: list[str]) -> str:
    """Return the shell line a person types to install Debian packages."""
    return f"sudo apt-get install -y {' '.join(packages)}"
