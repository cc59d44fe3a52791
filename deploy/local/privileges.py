"""Giving up root: Postgres refuses to run as root, so as root it runs as ``nobody``, in places ``nobody`` can reach."""

import hashlib
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from deploy.local.errors import CannotStart

UNPRIVILEGED = "nobody"
SHARED = Path("/var/lib/sales-mastery-hub")


class Credentials(TypedDict, total=False):
    """Arguments of subprocess.Popen that change whom a child runs as; empty means "as we are"."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """Whom the database runs as."""

    uid: int
    gid: int
    changes: bool  # whether that is somebody else than ourselves

    @property
    def credentials(self) -> Credentials:
        """Popen arguments for a child of this account."""
        if not self.changes:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def can(self, *command: str) -> bool:
        """Tell whether the command succeeds when this account runs it."""
        done = subprocess.run(
            command,
            check=False,
            capture_output=True,
            cwd="/",
            env={"PATH": os.defpath},
            **self.credentials,
        )
        return done.returncode == 0


def database_account() -> Account:
    """Choose whom Postgres runs as: ourselves, or ``nobody`` when we are root.

    Raises:
        CannotStart: as root on a system without that user.
    """
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), changes=False)
    try:
        entry = pwd.getpwnam(UNPRIVILEGED)
    except KeyError as error:
        raise CannotStart(
            f'Postgres refuses to run as root and there is no user "{UNPRIVILEGED}"; run this as another user.'
        ) from error
    return Account(entry.pw_uid, entry.pw_gid, changes=True)


def own_folder(path: Path, account: Account) -> Path:
    """Make a folder that the account owns, reachable by nobody else.

    As root the data folder may lie where the account cannot go (below /root, say): then the folder is made under
    /var/lib and ``path`` becomes a link to it.

    Returns:
        The real folder.
    """
    if path.is_symlink():
        return path.resolve()
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.chown(path, account.uid, account.gid)
    if account.can("test", "-w", str(path)):
        return path
    SHARED.mkdir(mode=0o755, parents=True, exist_ok=True)
    real = SHARED / hashlib.sha256(str(path).encode()).hexdigest()[:16]
    path.rmdir()
    path.symlink_to(real)
    real.mkdir(mode=0o700, exist_ok=True)
    os.chown(real, account.uid, account.gid)
    return real


def reachable_package(package: Path, version: str, account: Account) -> Path:
    """Return a copy of a binary package that the account can run, or the package itself when it already can.

    Args:
        package: folder inside site-packages, with a sibling ``<name>.libs`` its binaries are linked against.
        version: tells copies of different versions apart.
    """
    if account.can("test", "-x", str(package / "pginstall" / "bin" / "postgres")):
        return package
    store = SHARED / f"{package.name}-{version}"
    copy = store / package.name
    if not copy.exists():
        draft = SHARED / f".{store.name}.{os.getpid()}"
        for folder in (package, package.with_name(f"{package.name}.libs")):
            shutil.copytree(folder, draft / folder.name, symlinks=True)
        for folder in (SHARED, draft):
            folder.chmod(0o755)
        try:
            draft.rename(store)
        except OSError:
            shutil.rmtree(draft)  # another start was quicker
    return copy
