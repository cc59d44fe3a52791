"""``deploy/up``: the whole product on this machine, from a fresh clone, in the foreground."""

import argparse
import json
import os
import sys
from pathlib import Path

from deploy.local.check import check_command
from deploy.local.disk import check_room
from deploy.local.errors import CannotStart
from deploy.local.external import check_external
from deploy.local.home import Home, default_home
from deploy.local.keys import load_keys
from deploy.local.libraries import ensure_libraries
from deploy.local.ports import Ports, check_free, ports_from
from deploy.local.prepared import forget_prepared, note_prepared
from deploy.local.readiness import Readiness
from deploy.local.services import Plan, await_services, launch_services
from deploy.local.stack import beat_command, manage_command, web_command, worker_command
from deploy.local.supervisor import Stopped, Supervisor

READY_WITHIN = 180.0  # seconds; about 5 on two idle cores, much more beside a test run


def main(arguments: list[str]) -> int:
    """Run the stack until a signal arrives, or until the check is done; return the exit status."""
    options = _parse(arguments)
    try:
        return _up(options)
    except CannotStart as error:
        sys.stderr.write(f"{error}\n")
    except OSError as error:
        sys.stderr.write(
            f"{error.filename or 'The system'}: {error.strerror}; see the folder given by --home.\n"
        )
    except Stopped:
        return 1 if options.check else 0  # a check that was cut short found nothing out
    return 1


def _up(options: argparse.Namespace) -> int:
    plan = _plan(options)
    with Supervisor(plan.home) as supervisor:
        told = launch_services(plan, supervisor)
        environment = {name: value for name, value in told.items() if name != "ADMIN_DATABASE_URL"}
        if plan.is_prepared:  # the product can load while Postgres starts
            _start_product(plan, supervisor, environment)
            await_services(plan, supervisor, told)
        else:
            await_services(plan, supervisor, told)
            supervisor.run(manage_command("migrate_schemas"), environment)
            supervisor.run(manage_command("seed_demo"), environment)
            _start_product(plan, supervisor, environment)
        readiness = Readiness(plan.ports.web)
        if not supervisor.wait_until(readiness.ask, seconds=READY_WITHIN):
            forget_prepared(plan.home)
            raise CannotStart(
                f"Not ready after {READY_WITHIN:.0f} s: {readiness.missing}. See {plan.home.logs}."
            )
        supervisor.say("web", "ready")
        supervisor.start(worker_command("media", concurrency=1), environment)
        if not plan.external_database:
            note_prepared(plan.home)
        if options.check:
            status, report = supervisor.ask(check_command(), environment)
            sys.stdout.write(report)
            return 1 if status else 0
        announce(plan.home, plan.ports)
        supervisor.watch()
    return 0


def _start_product(plan: Plan, supervisor: Supervisor, environment: dict[str, str]) -> None:
    supervisor.start(beat_command(plan.home), environment)
    supervisor.start(worker_command("default", concurrency=2), environment)
    supervisor.start(web_command(plan.ports), environment)


def _plan(options: argparse.Namespace) -> Plan:
    home = Home(options.home.resolve())
    ports = ports_from(options.port)
    home.make()
    home.lock()
    external_database = os.environ.get("DATABASE_URL", "")
    external_redis = os.environ.get("REDIS_URL", "")
    if options.fresh:
        if external_database:
            raise CannotStart(
                "--fresh does not empty the database that DATABASE_URL names: do that there yourself."
            )
        home.forget()
    check_external(external_database, external_redis)
    check_room(home.root)
    ensure_libraries()
    plan = Plan(
        home,
        ports,
        load_keys(home.secrets),
        "deploy.settings.dev",
        external_database=external_database,
        external_redis=external_redis,
    )
    check_free(ports, ("web", *plan.listens))
    return plan


def announce(home: Home, ports: Ports) -> None:
    """Print the addresses and the demo's sign-ins."""
    lines = [
        "",
        f"  Public site   http://localhost:{ports.web}/",
        f"  Mail          http://localhost:{ports.web}/dev/mail/",
        f"  Texts         http://localhost:{ports.web}/dev/texts/",
    ]
    for entry in json.loads(home.demo.read_text()) if home.demo.exists() else []:
        address = f"{entry['host']:<32} {entry['email']:<36} {entry['password']}"
        lines.append(f"  {entry['who']:<13} {address}")
    sys.stdout.write("\n".join([*lines, "", "  Ctrl-C stops everything.", "", ""]))
    sys.stdout.flush()


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="deploy/up", description="Start the whole product on this machine."
    )
    parser.add_argument(
        "--port", type=int, default=8000, help="first of the stack's five ports (default 8000)"
    )
    parser.add_argument(
        "--home", type=Path, default=default_home(), help="data folder (default .run)"
    )
    parser.add_argument("--fresh", action="store_true", help="start over with new data")
    parser.add_argument(
        "--check", action="store_true", help="start, ask every address, stop; the exit status tells"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
