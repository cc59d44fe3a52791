"""Postgres, Redis, the SMTP catcher and the counterparts of outside services of one stack, with the roles and the database made; without the web.

Run as ``python -m deploy.local.services --home DIR --port N``: stays in the foreground and leaves ``DIR/env``, which a
shell can source (``set -a; . DIR/env``) before it runs tests or management commands.
"""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import redis

from deploy.local.counterparts.command import counterparts_command
from deploy.local.environment import (
    DATABASE,
    process_environment,
    stack_environment,
    write_environment,
)
from deploy.local.errors import CannotStart
from deploy.local.home import Home
from deploy.local.keys import Keys, load_keys
from deploy.local.ports import Ports, check_free, is_taken, ports_from
from deploy.local.postgres import embedded_cluster, takes_connections
from deploy.local.prepared import is_prepared
from deploy.local.privileges import database_account
from deploy.local.processes import Command
from deploy.local.redis_server import redis_command
from deploy.local.smtp import smtp_command
from deploy.local.supervisor import Stopped, Supervisor
from deploy.translations.compiled import compile_into


@dataclass(frozen=True)
class Plan:
    """What to start and how its users reach it."""

    home: Home
    ports: Ports
    keys: Keys
    settings: str
    disposable: bool = False
    external_database: str = ""  # admin URL; "" starts the embedded Postgres
    external_redis: str = ""

    @property
    def listens(self) -> tuple[str, ...]:
        """Names of the ports that this plan's services take."""
        postgres = () if self.external_database else ("postgres",)
        return (*postgres, *(() if self.external_redis else ("redis",)), "smtp", "counterparts")

    @property
    def redis_url(self) -> str:
        """URL of the Redis that will be used."""
        return (
            self.external_redis
            or f"redis://:{self.keys.redis_password}@127.0.0.1:{self.ports.redis}/0"
        )

    @property
    def is_prepared(self) -> bool:
        """Whether roles, tables and demo are there already; nobody knows that of an external database."""
        return not self.external_database and is_prepared(self.home)


def launch_services(plan: Plan, supervisor: Supervisor) -> dict[str, str]:
    """Start the services, without waiting for them.

    Returns:
        The environment of the stack's Django processes, ADMIN_DATABASE_URL included: drop it
        before serving.

    Raises:
        CannotStart: with what to do.
    """
    compile_into(plan.home.root / "locale")
    plain = process_environment(plan.home)
    admin_url, database = plan.external_database, urlsplit(plan.external_database).path.lstrip("/")
    if not plan.external_database:
        cluster = embedded_cluster(
            plan.home.postgres,
            port=plan.ports.postgres,
            password=plan.keys.postgres_password,
            account=database_account(),
            disposable=plan.disposable,
        )
        if cluster.create():
            supervisor.say("postgres", f"new cluster in {cluster.data}")
        supervisor.start(cluster.command(), plain)
        admin_url, database = cluster.admin_url, DATABASE
    if not plan.external_redis:
        command = redis_command(
            port=plan.ports.redis, password=plan.keys.redis_password, folder=plan.home.root
        )
        supervisor.start(command, plain)
    supervisor.start(smtp_command(port=plan.ports.smtp, folder=plan.home.mail), plain)
    environment = stack_environment(
        home=plan.home,
        ports=plan.ports,
        keys=plan.keys,
        admin_url=admin_url,
        database=database,
        redis_url=plan.redis_url,
        settings=plan.settings,
    )
    command = counterparts_command(port=plan.ports.counterparts, folder=plan.home.counterparts)
    supervisor.start(command, {**plain, "COUNTERPARTS_SECRET": plan.keys.counterparts_secret})
    return {**environment, "ADMIN_DATABASE_URL": admin_url}


def await_services(plan: Plan, supervisor: Supervisor, environment: dict[str, str]) -> None:
    """Wait for the services; make the roles and the database unless they are there.

    Raises:
        CannotStart: with what to do.
        Stopped: when a signal arrived.
    """
    admin_url = environment["ADMIN_DATABASE_URL"]
    supervisor.wait_for("postgres", lambda: takes_connections(admin_url), seconds=60)
    supervisor.wait_for("redis", lambda: _answers(plan.redis_url), seconds=20)
    supervisor.wait_for("smtp", lambda: is_taken(plan.ports.smtp), seconds=20)
    supervisor.wait_for("counterparts", lambda: is_taken(plan.ports.counterparts), seconds=20)
    if not plan.is_prepared:
        bootstrap = Command("bootstrap", (sys.executable, "-m", "tenants.backend.bootstrap"))
        supervisor.run(bootstrap, environment)


def _answers(url: str) -> bool:
    client = redis.Redis.from_url(url, socket_connect_timeout=2)
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()


def main(arguments: list[str]) -> int:
    """Run the services until a signal arrives; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m deploy.local.services")
    parser.add_argument("--port", type=int, default=8000, help="first of the stack's five ports")
    parser.add_argument("--home", type=Path, default=Path(".run"), help="data folder")
    parser.add_argument(
        "--disposable", action="store_true", help="give up durability for speed (tests)"
    )
    options = parser.parse_args(arguments)
    home = Home(options.home.resolve())
    try:
        ports = ports_from(options.port)
        home.make()
        home.lock()
        plan = Plan(
            home,
            ports,
            load_keys(home.secrets),
            "deploy.settings.dev",
            disposable=options.disposable,
        )
        check_free(ports, plan.listens)
        with Supervisor(home) as supervisor:
            environment = launch_services(plan, supervisor)
            await_services(plan, supervisor, environment)
            write_environment(home.root / "env", environment)
            supervisor.say("services", f"ready; environment in {home.root / 'env'}")
            supervisor.watch()
    except CannotStart as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except Stopped:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
