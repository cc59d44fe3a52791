"""The environment contract: what every process of the stack is told, and nothing it is not."""

import os
import shlex
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from deploy.local.counterparts import app as counterparts
from deploy.local.home import Home
from deploy.local.keys import Keys
from deploy.local.ports import Ports

OWNER, APPLICATION, DATABASE = "smh_owner", "smh_app", "smh"


def login_url(admin_url: str, *, role: str, password: str, database: str) -> str:
    """Return the admin's URL with another role, password and database."""
    parts = urlsplit(admin_url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, f"{role}:{password}@{host}", f"/{database}", parts.query, ""))


def process_environment(home: Home) -> dict[str, str]:
    """Return the caller's environment for processes of a stack, which keep compiled modules.

    Who has asked Python to leave none beside the sources gets them in the data folder. Else each of our
    processes would compile two thousand modules again, for longer than everything else it does to start.
    """
    if not os.environ.get("PYTHONDONTWRITEBYTECODE"):
        return dict(os.environ)
    kept = str(home.root / "bytecode")
    return {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": kept}


def stack_environment(
    *,
    home: Home,
    ports: Ports,
    keys: Keys,
    admin_url: str,
    database: str,
    redis_url: str,
    settings: str,
) -> dict[str, str]:
    """Return the environment of the stack's Django processes.

    Args:
        admin_url: a database URL whose role may create roles and databases; only bootstrap and tests see it.
        database: name of the application's database on that server.
        settings: DJANGO_SETTINGS_MODULE where the caller's environment names none.
    """
    outside = counterparts.environment(
        f"http://127.0.0.1:{ports.counterparts}",
        keys.counterparts_secret,
        real=os.environ.get("SMH_REAL_SERVICES", "").replace(",", " ").split(),
    )
    return {
        **process_environment(home),
        **outside,
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE") or settings,
        "SECRET_KEY": keys.secret_key,
        "DATABASE_URL": login_url(
            admin_url, role=APPLICATION, password=keys.app_password, database=database
        ),
        "OWNER_DATABASE_URL": login_url(
            admin_url, role=OWNER, password=keys.owner_password, database=database
        ),
        "REDIS_URL": redis_url,
        "SMH_HOME": str(home.root),
        "SMH_PORT": str(ports.web),
        "PUBLIC_ORIGIN": f"http://localhost:{ports.web}",
        "EMAIL_URL": f"smtp://127.0.0.1:{ports.smtp}",
        "CREDENTIAL_SIGNING_KEY": keys.credential_signing_key,
        "PYTHONUNBUFFERED": "1",
        "CELERY_SKIP_CHECKS": "1",  # each worker would repeat the system checks that the tests run
    }


def write_environment(path: Path, environment: dict[str, str]) -> None:
    """Leave what a shell must source in a file (mode 0600).

    Without DJANGO_SETTINGS_MODULE: manage.py and pytest each have their own default for it.
    """
    own = {name: value for name, value in environment.items() if os.environ.get(name) != value}
    own.pop("DJANGO_SETTINGS_MODULE", None)
    lines = [f"{name}={shlex.quote(value)}\n" for name, value in sorted(own.items())]
    path.touch(mode=0o600, exist_ok=True)
    path.write_text("".join(lines))
