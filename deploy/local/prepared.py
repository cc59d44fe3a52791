"""Whether a database was already migrated and seeded by the code at hand, so that a second start need not look.

The mark lies beside the embedded cluster and goes with it. A wrong "yes" cannot serve: /readyz counts the migrations
itself, and a stack that does not become ready loses its mark.
"""

import hashlib
from pathlib import Path

from deploy.local.home import REPOSITORY, Home

DECIDES = (
    "*/migrations/*.py",
    "*/*/migrations/*.py",
    "tenants/backend/*.py",
    "tenants/management/commands/*.py",
    "deploy/settings/*.py",
    "deploy/demo/**/*",
    "deploy/management/commands/*.py",
    "uv.lock",
)


def is_prepared(home: Home) -> bool:
    """Tell whether the cluster was prepared by exactly these files."""
    mark = _mark(home)
    return mark.exists() and mark.read_text() == _fingerprint()


def note_prepared(home: Home) -> None:
    """Remember that the cluster is prepared."""
    _mark(home).write_text(_fingerprint())


def forget_prepared(home: Home) -> None:
    """Have the next start prepare the cluster again."""
    _mark(home).unlink(missing_ok=True)


def _mark(home: Home) -> Path:
    return home.postgres / "prepared"


def _fingerprint() -> str:
    """Return a digest over name, size and time of the files that decide what is in the database."""
    digest = hashlib.sha256()
    for pattern in DECIDES:
        for path in sorted(REPOSITORY.glob(pattern)):
            if path.is_file() and path.suffix != ".pyc":
                seen = path.stat()
                digest.update(
                    f"{path.relative_to(REPOSITORY)} {seen.st_size} {seen.st_mtime_ns}\n".encode()
                )
    return digest.hexdigest()
