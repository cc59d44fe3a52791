"""The main pages on the demo: queries, CPU of app and Postgres, bytes of a first view, Lighthouse's scores."""

import json
import subprocess
import sys
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from deploy.benchmarks import Figure, Scope
from deploy.local import lighthouse
from deploy.local.home import REPOSITORY, Home
from deploy.local.keys import load_keys
from deploy.local.ports import free_ports
from deploy.local.services import Plan, await_services, launch_services
from deploy.local.stack import manage_command, web_command
from deploy.local.supervisor import Supervisor

FIRST_PORT = 26_500
FULL_MARKS = 100.0
FIRST_VIEW = 150.0  # kB without media, what a first view may weigh
PAINT = 1.5  # seconds to the largest paint on a simulated phone
MARKS = 95  # points to reach on the pages below
MARKED = ("home, guest", "course page, guest")


def measure(home: Path, scope: Scope) -> list[Figure]:
    """Seed the demo, ask for each page, and let Lighthouse look at the public ones where it is there.

    The floor of CPU is the cheapest page we have, of bytes that page's first view, of a score full marks.

    Args:
        home: an empty folder.
        scope: quick takes fewer samples and leaves Lighthouse out.
    """
    place = Home(home / "stack")
    place.make()
    plan = Plan(place, free_ports(FIRST_PORT), load_keys(place.secrets), "deploy.settings.dev")
    with Supervisor(place, quiet=True) as supervisor:
        told = launch_services(plan, supervisor)
        await_services(plan, supervisor, told)
        # As in production: files with their digest in the name, compressed beforehand.
        environment = {**told, "SPARE_SCHEMAS": "0", "BUILT_STATIC": "1"}
        for command in (
            manage_command("collectstatic", "--noinput", "--verbosity", "0"),
            manage_command("migrate_schemas"),
            manage_command("seed_demo"),
        ):
            supervisor.run(command, environment)
        facts = _asked(environment, samples=3 if scope.quick else 20)
        figures = [Figure(**row) for row in facts["figures"]]
        if not scope.quick:
            figures += _scores(plan, supervisor, environment, facts["public"], home)
    place.forget()
    return figures


def _asked(environment: dict[str, str], *, samples: int) -> dict[str, list]:
    command = [sys.executable, "-m", "deploy.benchmarks.inside.pages", "--samples", str(samples)]
    answer = subprocess.run(
        command, cwd=REPOSITORY, env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    return dict(json.loads(answer.stdout.splitlines()[-1]))


def _scores(
    plan: Plan,
    supervisor: Supervisor,
    environment: dict[str, str],
    pages: list[tuple[str, str]],
    home: Path,
) -> list[Figure]:
    if why_not := lighthouse.missing():
        sys.stdout.write(f"No Lighthouse scores: {why_not}\n")
        return []
    supervisor.start(web_command(plan.ports), environment)
    origin = f"http://localhost:{plan.ports.web}"
    if not supervisor.wait_until(lambda: _answers(f"{origin}/healthz"), seconds=120):
        raise RuntimeError("The web server did not start.")
    for _, path in pages:  # the first visitor of a page after a start pays for its templates
        with urlopen(f"{origin}{path}", timeout=60):
            pass
    figures = []
    for name, path in pages:
        seen = lighthouse.look(f"{origin}{path}", home)
        wanted = f" (goal {MARKS})" if name in MARKED else ""
        figures += [
            Figure(f"{name}, Lighthouse {kind}{wanted}", mark, FULL_MARKS, "points")
            for kind, mark in seen.points.items()
        ]
        figures.append(
            Figure(f"{name}, largest paint", seen.largest_paint, PAINT, "s", limit=PAINT)
        )
        figures.append(
            Figure(
                f"{name}, fetched by Chromium", seen.kilobytes, FIRST_VIEW, "kB", limit=FIRST_VIEW
            )
        )
    return figures


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False
