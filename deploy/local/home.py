"""The data folder of one stack (``--home``): where each thing in it lives, and the lock that keeps it to one owner."""

import fcntl
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from deploy.local.errors import CannotStart

REPOSITORY = Path(__file__).resolve().parent.parent.parent
DATA = (
    "postgres",
    "files",
    "static",
    "locale",
    "mail",
    "counterparts",
    "logs",
    "demo.json",
    "secrets.json",
    "redis.conf",
    "beat.db",
    "env",
)


def default_home() -> Path:
    """Return where the data goes when no --home says: .run in the checkout, else beside the user's other data."""
    if os.access(REPOSITORY, os.W_OK):
        return REPOSITORY / ".run"
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data) / "sales-mastery-hub" / "run"


@dataclass(frozen=True)
class Home:
    """Paths inside one data folder."""

    root: Path

    @property
    def logs(self) -> Path:
        """Folder with one log file per process."""
        return self.root / "logs"

    @property
    def mail(self) -> Path:
        """Folder where the SMTP catcher leaves each message as an .eml file."""
        return self.root / "mail"

    @property
    def counterparts(self) -> Path:
        """Folder where each counterpart of an outside service keeps what it received."""
        return self.root / "counterparts"

    @property
    def secrets(self) -> Path:
        """File with the passwords and keys generated at the first start."""
        return self.root / "secrets.json"

    @property
    def postgres(self) -> Path:
        """Folder (or link to the folder) of the embedded Postgres."""
        return self.root / "postgres"

    @property
    def demo(self) -> Path:
        """File where the demo seed leaves its sign-ins."""
        return self.root / "demo.json"

    def make(self) -> None:
        """Create the folders that are missing.

        Raises:
            CannotStart: when the data folder cannot be written.
        """
        try:
            for folder in (self.root, self.logs, self.mail):
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CannotStart(
                f"The data folder {self.root} cannot be written ({error.strerror}); choose another with --home DIR."
            ) from error

    def lock(self) -> int:
        """Take the folder for this process until it ends, however it ends.

        Returns:
            The file descriptor that holds the lock; closing it lets go.

        Raises:
            CannotStart: when another stack is using the folder.
        """
        descriptor = os.open(self.root / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            owner = os.pread(descriptor, 20, 0).decode() or "unknown"
            os.close(descriptor)
            raise CannotStart(
                f"Process {owner} already runs a stack in {self.root}; stop it, or choose another folder with --home DIR."
            ) from error
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        return descriptor

    def forget(self) -> None:
        """Delete the data of earlier runs (``--fresh``), and nothing else that may lie in the folder.

        Call it with the lock held.
        """
        store = self.postgres.resolve()
        for entry in (self.root / name for name in DATA):
            if entry.is_symlink() or entry.is_file():
                entry.unlink()
            elif entry.is_dir():
                shutil.rmtree(entry)
        if store.is_dir():
            shutil.rmtree(store)
        self.make()
