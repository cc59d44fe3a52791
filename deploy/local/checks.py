"""``deploy/test``: every check and every test, against a Postgres, a Redis and an SMTP catcher of its own."""

import argparse
import os
import sys
from pathlib import Path

from deploy.local.browser import ensure_browser
from deploy.local.disk import check_room
from deploy.local.errors import CannotStart
from deploy.local.home import Home, default_home
from deploy.local.keys import load_keys
from deploy.local.lanes import STATIC_STEPS, Lane, run_steps
from deploy.local.libraries import ensure_libraries
from deploy.local.ports import free_ports
from deploy.local.services import Plan, await_services, launch_services
from deploy.local.supervisor import Stopped, Supervisor

FIRST_PORT = 20000
JOURNEYS = "tests/journeys"


def main(arguments: list[str]) -> int:
    """Run what was asked for; return 0 when all of it is well."""
    options, extra = _parse(arguments)
    try:
        return _check(options, extra)
    except CannotStart as error:
        sys.stderr.write(f"{error}\n")
    except Stopped:
        sys.stderr.write("Stopped.\n")
    return 1


def _check(options: argparse.Namespace, extra: list[str]) -> int:
    home = Home(options.home.resolve())
    home.make()
    home.lock()
    if options.fresh:
        home.forget()
    check_room(home.root)
    ensure_libraries()
    selected = [*([] if options.all else ["-m", "not slow"]), *extra]
    if options.only == "journeys":
        selected.append(JOURNEYS)
    if options.only == "unit" or (options.only != "static" and not ensure_browser()):
        selected.append(f"--ignore={JOURNEYS}")
    plan = Plan(
        home,
        free_ports(FIRST_PORT),
        load_keys(home.secrets),
        "deploy.settings.test",
        disposable=True,
    )
    with Supervisor(home, quiet=True) as supervisor:
        environment = launch_services(plan, supervisor)
        await_services(plan, supervisor, environment)
        environment["DJANGO_SETTINGS_MODULE"] = plan.settings
        if options.all:
            environment["SMH_ALL"] = "1"
        return _run(options.only, selected, environment, home, supervisor)


def _run(
    only: str | None,
    selected: list[str],
    environment: dict[str, str],
    home: Home,
    supervisor: Supervisor,
) -> int:
    """Run pytest and, beside it, the static steps; show their results first and pytest's own summary last."""
    pytest = None
    if only != "static":
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-n",
            str(workers()),
            "--dist",
            "loadgroup",
            *selected,
        ]
        pytest = Lane(command, environment, home.logs / "pytest.log", supervisor)
    failed = []
    if only in (None, "static"):
        failed = run_steps(STATIC_STEPS, environment, supervisor)
    status = pytest.relay() if pytest else 0
    if failed:
        sys.stdout.write(
            f"Failed besides the tests: {', '.join(failed)}; what they said is above.\n"
        )
    return 1 if failed or status else 0


def workers() -> int:
    """Return how many test processes to run: one per core, at least two and at most eight."""
    return max(2, min(8, len(os.sched_getaffinity(0))))


def _parse(arguments: list[str]) -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(
        prog="deploy/test",
        description="Run every check and test; other arguments go to pytest.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "--all", action="store_true", help="also the long matrices (up to 45 minutes)"
    )
    parser.add_argument("--fresh", action="store_true", help="make the test databases anew")
    parser.add_argument("--only", choices=("static", "unit", "journeys"), help="a part of it")
    parser.add_argument(
        "--home", type=Path, default=default_home() / "test", help="folder for data and logs"
    )
    return parser.parse_known_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
