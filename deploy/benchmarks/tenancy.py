"""A company's share of a database of N: making, claiming, migrating, requests, memory, disk; raw and stock beside it."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

from deploy.benchmarks import Figure, Scope
from deploy.local.home import REPOSITORY, Home
from deploy.local.keys import load_keys
from deploy.local.ports import free_ports
from deploy.local.services import Plan, await_services, launch_services
from deploy.local.supervisor import Supervisor

FIRST_PORT = 26_100
SIZES, QUICK_SIZES = (10, 100, 1000), (10, 50)


def measure(home: Path, scope: Scope) -> list[Figure]:
    """Fill a database with companies, measuring whenever there are as many as asked for.

    What a run that was stopped had made and measured is kept and gone on with, as long as the code and
    the sizes are the same; a run that ends takes it away.

    Args:
        home: an empty folder.
        scope: its sizes are numbers of companies.

    Returns:
        The figures of the issue "A thousand companies", by size.
    """
    sizes = scope.sizes or (QUICK_SIZES if scope.quick else SIZES)
    place = Home(scope.kept or home)
    place.make()
    place.lock()
    mark, state = place.root / "state", _state(sizes, quick=scope.quick)
    if not mark.exists() or mark.read_text() != state:
        place.forget()
        for left in place.root.glob("bench_migrations/*.py"):
            left.unlink()
        (place.root / "figures.json").unlink(missing_ok=True)
        mark.write_text(state)
    plan = Plan(place, free_ports(FIRST_PORT), load_keys(place.secrets), "deploy.settings.dev")
    with Supervisor(place, quiet=True) as supervisor:
        told = launch_services(plan, supervisor)
        await_services(plan, supervisor, told)
        # None made behind our back; those that are claimed are ordered by number.
        environment = {
            **told,
            "SPARE_SCHEMAS": "0",
            "PYTHONPATH": os.pathsep.join([str(REPOSITORY), str(place.root)]),
        }
        subprocess.run(
            [
                sys.executable,
                "-m",
                "deploy.benchmarks.inside.tenancy.run",
                str(place.root),
                *(["--quick"] if scope.quick else []),
                *map(str, sizes),
            ],
            cwd=REPOSITORY,
            env={
                **environment,
                "DJANGO_SETTINGS_MODULE": "deploy.benchmarks.inside.tenancy.settings_ours",
            },
            check=True,
        )
    found = json.loads((place.root / "figures.json").read_text())
    mark.unlink()
    place.forget()
    return [Figure(**facts) for size in sizes for facts in found[str(size)]]


def _state(sizes: tuple[int, ...], *, quick: bool) -> str:
    """Return what a run must have in common with the one it goes on with."""
    digest = hashlib.sha256(f"{sizes} {quick}".encode())
    for folder in ("tenants", "enterprise/migrations", "deploy/benchmarks"):
        for path in sorted((REPOSITORY / folder).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()
