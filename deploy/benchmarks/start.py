"""Starting the whole stack, new and again, against creating and starting its Postgres alone."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from deploy.benchmarks import Figure, Scope
from deploy.local.home import REPOSITORY, Home
from deploy.local.keys import load_keys
from deploy.local.ports import Ports, free_ports
from deploy.local.postgres import embedded_cluster, takes_connections
from deploy.local.privileges import database_account
from deploy.local.supervisor import Supervisor

FIRST_PORT = 26_000


def measure(home: Path, scope: Scope) -> list[Figure]:
    """Start and stop the stack twice in ``home``, and a bare Postgres twice beside it.

    Args:
        home: an empty folder.
        scope: makes no difference here.

    Returns:
        Two figures in seconds, from the command to readiness.
    """
    ports = free_ports(FIRST_PORT)
    bare = Home(home / "bare")
    bare.make()
    floors = [_start_postgres(bare, ports) for _ in range(2)]
    bare.forget()
    whole = [_start_stack(home / "whole", ports) for _ in range(2)]
    Home(home / "whole").forget()
    return [
        Figure("first start, migrated and seeded", whole[0], floors[0], "s"),
        Figure("second start", whole[1], floors[1], "s"),
    ]


def _start_postgres(home: Home, ports: Ports) -> float:
    began = time.monotonic()
    cluster = embedded_cluster(
        home.postgres,
        port=ports.postgres,
        password=load_keys(home.secrets).postgres_password,
        account=database_account(),
        disposable=False,
    )
    cluster.create()
    with Supervisor(home, quiet=True) as supervisor:
        supervisor.start(cluster.command(), os.environ)
        supervisor.wait_for("postgres", lambda: takes_connections(cluster.admin_url), seconds=60)
        return time.monotonic() - began


def _start_stack(home: Path, ports: Ports) -> float:
    command = [
        sys.executable,
        "-m",
        "deploy.local.up",
        "--home",
        str(home),
        "--port",
        str(ports.web),
    ]
    began = time.monotonic()
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = []
        for line in process.stdout:
            said.append(line)
            if "Ctrl-C stops everything" in line:
                break
        took = time.monotonic() - began
        process.send_signal(signal.SIGTERM)
        said += process.stdout.readlines()
    if process.returncode:
        raise RuntimeError("".join(said))
    return took
