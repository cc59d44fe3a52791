"""``deploy/test``: every check and every test, against a Postgres, a Redis and an SMTP catcher of its own."""

import argparse
import os
import sys
from dataclasses import dataclass
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
JOURNEYS, PAGES = "tests/journeys", "tests/pages"
# Named at the end of each run, so that one on another machine tells where its time went.
SLOWEST = ("--durations=15", "--durations-min=5")
# Before a command: it gets a third of a processor that the journeys want, too, and all that they leave.
YIELDING = ("nice", "-n", "5")


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


@dataclass(frozen=True)
class Runs:
    """The arguments of each pytest to run: some one after the other, and one beside them all."""

    in_turn: tuple[tuple[str, ...], ...] = ()
    beside: tuple[str, ...] = ()


def _runs(options: argparse.Namespace, extra: list[str]) -> Runs:
    """Return the arguments of each pytest to run.

    What needs a browser has processes of its own: the browser's driver keeps an event loop running for
    as long as its process lives, under which Django refuses every query of the tests that come after.
    The journeys, which build on each other and share one running product, go through one process, which
    mostly waits for a page or a worker; beside it the other tests, spread over several, take what it
    leaves of the processors.
    """
    if options.only == "static":
        return Runs()
    paths = [argument for argument in extra if (Path.cwd() / argument.partition("::")[0]).exists()]
    others = [argument for argument in extra if argument not in paths]
    spread = ("-n", str(workers()), "--dist", "loadgroup")
    if options.shots:
        pictures = (*spread, *others, "tests/pages/test_pages.py")
        return Runs(in_turn=(pictures,) if ensure_browser() else ())
    marked = (*(() if options.all else ("-m", "not slow")), *SLOWEST, *others)
    journeys, pages = (_chosen(place, paths) for place in (JOURNEYS, PAGES))
    units = [path for path in paths if path not in (*journeys, *pages)]
    if options.only == "unit" or not ((journeys or pages) and ensure_browser()):
        journeys = pages = []
    in_turn = []
    if options.only != "journeys" and (units or not paths):
        ignored = (f"--ignore={place}" for place in (JOURNEYS, PAGES))
        in_turn.append((*spread, *ignored, *marked, *units))
    if pages:
        in_turn.append((*spread, *marked, *pages))
    return Runs(tuple(in_turn), (*marked, *journeys) if journeys else ())


def _chosen(place: str, paths: list[str]) -> list[str]:
    """Return which of the given paths lie in a folder; the folder itself where none is given."""
    return [path for path in paths if path.startswith(place)] if paths else [place]


def _run(
    only: str | None,
    runs: Runs,
    environment: dict[str, str],
    home: Home,
    supervisor: Supervisor,
) -> int:
    """Run pytest and, beside its first run, the static steps; show pytest's own summaries last."""

    def begin(name: str, arguments: tuple[str, ...], *yielding: str) -> Lane:
        command = [*yielding, sys.executable, "-m", "pytest", *arguments]
        return Lane(command, environment, home.logs / f"pytest-{name}.log", supervisor)

    yielding = YIELDING if runs.beside else ()
    journeys = begin("journeys", runs.beside) if runs.beside else None
    first = begin("0", runs.in_turn[0], *yielding) if runs.in_turn else None
    failed = run_steps(STATIC_STEPS, environment, supervisor) if only in (None, "static") else []
    statuses = [first.relay()] if first else []
    for number, arguments in enumerate(runs.in_turn[1:], start=1):
        statuses.append(begin(str(number), arguments, *yielding).relay())
    if journeys:
        statuses.append(journeys.relay())
    if failed:
        sys.stdout.write(
            f"Failed besides the tests: {', '.join(failed)}; what they said is above.\n"
        )
    return 1 if failed or any(statuses) else 0


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
