"""Importing 10,000 people, listing 50,000, a manager of 200 and of 10,000: seconds, memory, CPU, queries."""

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

FIRST_PORT = 26_300
SIZES, QUICK_SIZES = (10_000, 50_000), (1_000, 5_000)
TEAM = 200  # people of one manager that design/speed.md speaks of


def measure(home: Path, scope: Scope) -> list[Figure]:
    """Import people into a new company, fill it up, and ask for its pages; and a manager's of another.

    Args:
        home: an empty folder.
        scope: its sizes are the rows imported, also the most people of one manager, and the people listed.

    Returns:
        Figures of the import, of each kind of page, of the export and of the team page.
    """
    sizes = scope.sizes or (QUICK_SIZES if scope.quick else SIZES)
    rows, people = sizes[0], sizes[-1]
    place = Home(home / "stack")
    place.make()
    plan = Plan(place, free_ports(FIRST_PORT), load_keys(place.secrets), "deploy.settings.dev")
    with Supervisor(place, quiet=True) as supervisor:
        told = launch_services(plan, supervisor)
        await_services(plan, supervisor, told)
        environment = {**told, "SPARE_SCHEMAS": "0"}
        supervisor.run(manage_command("migrate_schemas"), environment)
        figures: list[Figure] = []
        # A process of its own for each, so that one's memory is not the other's.
        for part in (
            ("people", "import", str(rows)),
            ("team", str(min(TEAM, rows)), str(rows)),
            ("people", "list", str(people)),
        ):
            answer = subprocess.run(
                [
                    sys.executable,
                    "-m",
                    f"deploy.benchmarks.inside.{part[0]}",
                    *part[1:],
                    "--samples",
                    "5" if scope.quick else "20",
                ],
                cwd=REPOSITORY,
                env=environment,
                stdout=subprocess.PIPE,
                text=True,
                check=True,
            )
            figures += [Figure(**facts) for facts in json.loads(answer.stdout.splitlines()[-1])]
    Home(home / "stack").forget()
    return figures
