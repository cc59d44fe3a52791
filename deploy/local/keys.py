"""Passwords and keys of one stack: generated once, kept in ``secrets.json``, readable by their owner alone."""

import base64
import json
import os
import secrets
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from deploy.local.errors import CannotStart


@dataclass(frozen=True)
class Keys:
    """What a stack must remember to open its own data again."""

    postgres_password: str
    owner_password: str
    app_password: str
    redis_password: str
    secret_key: str
    credential_signing_key: str  # base64 of a 32-byte Ed25519 seed (RFC 8032, section 5.1.5)
    counterparts_secret: str


def load_keys(path: Path) -> Keys:
    """Read the keys of a stack; generate and store them at its first start.

    Args:
        path: the file, created with mode 0600.

    Returns:
        The same keys at every later start.

    Raises:
        CannotStart: when the file exists and is damaged.
    """
    stored: dict[str, str] = {}
    if path.exists():
        try:
            stored = json.loads(path.read_text())
        except ValueError as error:
            raise CannotStart(
                f"{path} is damaged; restore it, or start over with --fresh."
            ) from error
    keys = Keys(
        **{field.name: stored.get(field.name) or _generate(field.name) for field in fields(Keys)}
    )
    if asdict(keys) != stored:
        _write(path, keys)
    return keys


def _generate(name: str) -> str:
    if name == "credential_signing_key":
        return base64.b64encode(secrets.token_bytes(32)).decode()
    return secrets.token_urlsafe(48 if name == "secret_key" else 24)


def _write(path: Path, keys: Keys) -> None:
    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(asdict(keys), file, indent=2)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
