"""PgBouncer in front of the tests' Postgres: Debian's package, unpacked beside the tests' data, without root."""

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit

from deploy.local.privileges import Account, database_account, own_folder

# What it is linked against beyond what any Debian has; the names differ from release to release.
_LIBRARIES = re.compile(r"Depends: (libevent-[^\s]+|libc-?ares[^\s]*)")


class NotToBeHad(Exception):
    """There is no PgBouncer here; the message says why."""


def _run(*command: str, cwd: Path) -> str:
    try:
        done = subprocess.run(
            command, cwd=cwd, capture_output=True, text=True, timeout=120, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotToBeHad(f"{command[0]}: {error}") from error
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["failed"])[-1]
        raise NotToBeHad(f"{' '.join(command[:2])}: {said}")
    return done.stdout


def _program(home: Path, account: Account) -> tuple[Path, Path]:
    """Return the program and the folder with libraries that it may need."""
    folder = own_folder(home / "pgbouncer", account)
    libraries = next(iter(folder.glob("root/usr/lib/*-linux-gnu")), folder)
    if installed := shutil.which("pgbouncer", path="/usr/sbin:/usr/bin:/usr/local/bin"):
        return Path(installed), libraries
    program = folder / "root/usr/sbin/pgbouncer"
    if not program.exists():
        wanted = [
            "pgbouncer",
            *_LIBRARIES.findall(_run("apt-cache", "depends", "pgbouncer", cwd=folder)),
        ]
        _run("apt-get", "download", *wanted, cwd=folder)
        for package in sorted(folder.glob("*.deb")):
            _run("dpkg", "-x", str(package), str(folder / "root"), cwd=folder)
        libraries = next(iter(folder.glob("root/usr/lib/*-linux-gnu")), folder)
    return program, libraries


@contextmanager
def bouncer(home: Path, *urls: str) -> Iterator[int]:
    """Give the port of a PgBouncer in transaction mode with four connections for each user.

    Args:
        home: folder where the program is kept from run to run.
        urls: of the Postgres behind it, with each user that may come through.

    Raises:
        NotToBeHad: with the reason, when the program is not here and cannot be fetched.
    """
    account = database_account()
    program, libraries = _program(home, account)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = own_folder(home / "pgbouncer", account)
    behind = urlsplit(urls[0])
    users = [(urlsplit(url).username, unquote(urlsplit(url).password or "")) for url in urls]
    (folder / "users.txt").write_text("".join(f'"{name}" "{word}"\n' for name, word in users))
    (folder / "pgbouncer.ini").write_text(
        f"[databases]\n* = host={behind.hostname} port={behind.port}\n[pgbouncer]\n"
        f"listen_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\nauth_type = trust\n"
        f"auth_file = {folder / 'users.txt'}\npool_mode = transaction\ndefault_pool_size = 4\n"
        "max_client_conn = 100\nlog_connections = 0\nlog_disconnections = 0\n"
    )
    process = subprocess.Popen(
        [str(program), "-q", str(folder / "pgbouncer.ini")],
        cwd="/",
        env={"LD_LIBRARY_PATH": str(libraries), "PATH": "/usr/bin:/bin"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        **account.credentials,
    )
    try:
        _await(process, port)
        yield port
    finally:
        process.terminate()
        process.communicate(timeout=20)


def _await(process: "subprocess.Popen[str]", port: int) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if process.poll() is not None:
            said = process.stderr.read() if process.stderr else ""
            raise NotToBeHad(f"pgbouncer does not run here: {said.strip()[-200:]}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=0.05)
        else:
            return
    raise NotToBeHad("pgbouncer does not listen")
