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
# How often each operation of the API is asked with `--all`; four times without.
FUZZ_EXAMPLES = 12
# What needs a browser: journeys on a stack of their own, and every page in turn.
BROWSER = ("tests/journeys", "tests/pages")


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
    runs = _runs(options, extra)
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
            environment.setdefault("FUZZ_EXAMPLES", str(FUZZ_EXAMPLES))
        if options.shots:
            environment["SMH_SHOTS"] = "1"
        only = "journeys" if options.shots else options.only
        return _run(only, runs, environment, home, supervisor)


def _runs(options: argparse.Namespace, extra: list[str]) -> list[list[str]]:
    """Return the arguments of each pytest to run, one after the other.

    What needs a browser has processes of its own: the browser's driver keeps an event loop running for
    as long as its process lives, under which Django refuses every query of the tests that come after.
    The journeys, which build on each other and share one running product, go through one process; then
    the pages are spread over several.
    """
    if options.only == "static":
        return []
    paths = [argument for argument in extra if (Path.cwd() / argument.partition("::")[0]).exists()]
    others = [argument for argument in extra if argument not in paths]
    if options.shots:
        pictures = ["-n", str(workers()), *others, "tests/pages/test_pages.py"]
        return [pictures] if ensure_browser() else []
    marked = [*([] if options.all else ["-m", "not slow"]), *others]
    seen = [path for path in paths if path.startswith(BROWSER)]
    units = [path for path in paths if path not in seen]
    spread = ["-n", str(workers()), "--dist", "loadgroup"]
    runs = []
    if options.only != "journeys" and (units or not paths):
        runs.append([*spread, *(f"--ignore={one}" for one in BROWSER), *marked, *units])
    if options.only != "unit" and (seen or not paths) and ensure_browser():
        for place, how in zip(BROWSER, ((), spread), strict=True):
            wanted = [path for path in seen if path.startswith(place)] if paths else [place]
            runs += [[*how, *marked, *wanted]] if wanted else []
    return runs


def _run(
    only: str | None,
    runs: list[list[str]],
    environment: dict[str, str],
    home: Home,
    supervisor: Supervisor,
) -> int:
    """Run pytest and, beside its first run, the static steps; show pytest's own summary last."""
    failed = []
    status = 0
    for number, arguments in enumerate(runs):
        command = [sys.executable, "-m", "pytest", *arguments]
        pytest = Lane(command, environment, home.logs / f"pytest-{number}.log", supervisor)
        if number == 0 and only is None:
            failed = run_steps(STATIC_STEPS, environment, supervisor)
        status = pytest.relay() or status
    if only == "static":
        failed = run_steps(STATIC_STEPS, environment, supervisor)
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
    parser.add_argument(
        "--shots", action="store_true", help="a picture of every page in .run/shots/index.html"
    )
    parser.add_argument("--fresh", action="store_true", help="make the test databases anew")
    parser.add_argument("--only", choices=("static", "unit", "journeys"), help="a part of it")
    parser.add_argument(
        "--home", type=Path, default=default_home() / "test", help="folder for data and logs"
    )
    return parser.parse_known_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
