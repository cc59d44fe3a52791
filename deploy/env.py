"""Reads the environment once, and stops the start with the variable's name when one is missing or malformed."""

import base64
import binascii
import re
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()
CONNECT_TIMEOUT_SECONDS = 3


def required(name: str) -> str:
    """Return the variable's value.

    Raises:
        ImproperlyConfigured: when it is unset or empty; the message starts with its name.

    """
    value: str = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. See .env.example for what it means.")
    return value


def cluster_name(name: str, *, default: str) -> str:
    """Return the variable's value, a cluster's name: letters, digits and hyphens."""
    value: str = env.str(name, default=default)
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", value):
        raise ImproperlyConfigured(
            f"{name}={value!r} is not a cluster's name: up to 40 small letters, digits and hyphens."
        )
    return value


def databases() -> dict[str, dict[str, object]]:
    """Return every database that this process may talk to, by alias.

    `default` and `owner` are the cluster it serves, `directory` that of `public` where it is another
    one, `replica` a hot standby of the first, and `owner@NAME` other clusters for the commands that
    move companies.

    Raises:
        ImproperlyConfigured: also when the directory is said to be elsewhere and nowhere.
    """
    found = {
        "default": database("DATABASE_URL", session_path=False),
        "owner": database("OWNER_DATABASE_URL", session_path=True),
    }
    for alias, name in (("directory", "DIRECTORY_URL"), ("replica", "REPLICA_URL")):
        if env.str(name, default=""):
            found[alias] = database(name, session_path=False)
    cluster = cluster_name("CLUSTER", default="main")
    if ("directory" in found) != (cluster != cluster_name("DIRECTORY_CLUSTER", default="main")):
        raise ImproperlyConfigured(
            "DIRECTORY_URL is to be set where CLUSTER is another than DIRECTORY_CLUSTER, and only there."
        )
    for entry in env.str("CLUSTER_OWNER_URLS", default="").split():
        other, _, url = entry.partition("=")
        if not other or "://" not in url:
            raise ImproperlyConfigured("CLUSTER_OWNER_URLS holds NAME=URL, with spaces between.")
        if other != cluster:
            found[f"owner@{other}"] = _configured(env.db_url_config(url), session_path=True)
    return found


def directory(name: str) -> Path:
    """Return the variable's value as an absolute, existing directory, made when it is missing."""
    path = Path(required(name)).resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"{name}={path} cannot be made: {error.strerror}.") from error
    return path


def key32(name: str) -> bytes:
    """Return a 32-byte key given in base64, such as an Ed25519 seed (RFC 8032, section 5.1.5)."""
    return _key32(name, required(name))


def keys32(name: str) -> list[bytes]:
    """Return 32-byte keys given in base64 with commas between them; none when the variable is unset."""
    listed: list[str] = env.list(name, default=[])
    return [_key32(name, value.strip()) for value in listed if value.strip()]


def partners(name: str) -> tuple[tuple[str, str], ...]:
    """Return names and addresses given as `Name=https://…` with commas between; none when unset.

    Raises:
        ImproperlyConfigured: for an entry without a name or with another address than https.
    """
    listed: list[str] = env.list(name, default=[])
    found = []
    for entry in filter(None, map(str.strip, listed)):
        title, _equals, address = entry.partition("=")
        if not title.strip() or not address.strip().startswith("https://"):
            raise ImproperlyConfigured(f"{name}: “{entry}” is not of the form Name=https://…")
        found.append((title.strip(), address.strip()))
    return tuple(found)


def _key32(name: str, value: str) -> bytes:
    try:
        raw = base64.b64decode(value, validate=True)
    except binascii.Error as error:
        raise ImproperlyConfigured(f"{name} is not base64.") from error
    if len(raw) != 32:
        raise ImproperlyConfigured(f"{name} holds {len(raw)} bytes; it must hold 32.")
    return raw


def database(name: str, *, session_path: bool) -> dict[str, object]:
    """Return Django's settings for the Postgres named by a URL, on the strict backend.

    Args:
        name: the variable, a `postgresql://user:password@host:port/database` URL.
        session_path: True for the owner's connection, whose search path holds for the session
            (migrations); False for the application's, which is set for each transaction.

    """
    required(name)
    return _configured(env.db_url(name), session_path=session_path)


def _configured(parsed: Any, *, session_path: bool) -> dict[str, object]:
    options: dict[str, object] = {
        # A machine that is off answers nothing at all; whoever waits for it is told soon.
        "connect_timeout": CONNECT_TIMEOUT_SECONDS,
        **parsed.get("OPTIONS", {}),
    }
    config: dict[str, object] = {**parsed, "ENGINE": "tenants.backend", "OPTIONS": options}
    config["SESSION_PATH"] = session_path
    config["CONN_HEALTH_CHECKS"] = True
    pooled = 0 if session_path else env.int("DATABASE_POOL_SIZE", default=0)
    # The owner's ends with each request and job: a backend that made companies goes through all it learnt
    # of their tables at each commit.
    config["CONN_MAX_AGE"] = 0 if pooled or session_path else 600
    if not session_path:
        config["MOST_SCHEMAS"] = env.int("SCHEMAS_PER_CONNECTION", default=150)
    if pooled:
        # Waiting longer than this helps nobody: the page is late already.
        options["pool"] = {"min_size": 1, "max_size": pooled, "timeout": 10.0}
    return config
