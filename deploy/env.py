"""Reads the environment once, and stops the start with the variable's name when one is missing or malformed."""

import base64
import binascii
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()


def required(name: str) -> str:
    """Return the variable's value.

    Raises:
        ImproperlyConfigured: when it is unset or empty; the message starts with its name.

    """
    value: str = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. See .env.example for what it means.")
    return value


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
    given = env.db_url(name, engine="tenants.backend")
    config: dict[str, object] = dict(given)
    config["SESSION_PATH"] = session_path
    config["CONN_HEALTH_CHECKS"] = True
    pooled = 0 if session_path else env.int("DATABASE_POOL_SIZE", default=0)
    config["CONN_MAX_AGE"] = 0 if pooled else 600
    if not session_path:
        config["MOST_SCHEMAS"] = env.int("SCHEMAS_PER_CONNECTION", default=150)
    if pooled:
        # Waiting longer than this helps nobody: the page is late already.
        pool = {"min_size": 1, "max_size": pooled, "timeout": 10.0}
        config["OPTIONS"] = {**given.get("OPTIONS", {}), "pool": pool}
    return config
