"""Making a company's schema, and claiming a spare, against the same DDL run raw; with django-tenants beside it."""

import json
import subprocess
import sys
from pathlib import Path

from deploy.benchmarks import Figure, Scope
from deploy.local.home import REPOSITORY, Home
from deploy.local.keys import load_keys
from deploy.local.ports import free_ports
from deploy.local.services import Plan, await_services, launch_services
from deploy.local.stack import manage_command
from deploy.local.supervisor import Supervisor

FIRST_PORT = 26_100
SIZES, QUICK_SIZES = (10, 100, 1000), (10, 50)


def measure(home: Path, scope: Scope) -> list[Figure]:
    """Fill a new database with schemas, measuring whenever there are as many as asked for.

    Args:
        home: an empty folder.
        scope: its sizes are numbers of schemas.

    Returns:
        For each size: ``provision``, ``claim`` and ``stock_provision``.
    """
    sizes = scope.sizes or (QUICK_SIZES if scope.quick else SIZES)
    place = Home(home / "stack")
    place.make()
    plan = Plan(place, free_ports(FIRST_PORT), load_keys(place.secrets), "deploy.settings.dev")
    with Supervisor(place, quiet=True) as supervisor:
        told = launch_services(plan, supervisor)
        await_services(plan, supervisor, told)
        # None made behind our back; those that are claimed are ordered by number.
        environment = {**told, "SPARE_SCHEMAS": "0"}
        supervisor.run(manage_command("migrate_schemas"), environment)
        answer = subprocess.run(
            [
                sys.executable,
                "-m",
                "deploy.benchmarks.inside.provision",
                "--samples",
                "5" if scope.quick else "10",
                *map(str, sizes),
            ],
            cwd=REPOSITORY,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    Home(home / "stack").forget()
    return [Figure(**facts) for facts in json.loads(answer.stdout.splitlines()[-1])]
