"""Other processes that measure the same thing in the same database, in their own way."""

import json
import os
import subprocess
import sys

_HERE = "deploy.benchmarks.inside.tenancy"


def stock(act: str, schemas: list[str]) -> list[float]:
    """Return the seconds that django-tenants takes for each schema: `make` or `migrate`."""
    return ask("stock", act, *schemas, settings="stock")


def ask(module: str, *arguments: str, settings: str, pooled: bool = False) -> list[float]:
    """Return the JSON list of numbers that a module of this package ends with.

    Args:
        module: its name.
        arguments: of its command line.
        settings: `ours`, `stock` or `plain`.
        pooled: whether connections are pooled, as in the web process.
    """
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": f"{_HERE}.settings_{settings}"}
    if pooled:
        environment["DATABASE_POOL_SIZE"] = "1"
    told = subprocess.run(
        [sys.executable, "-m", f"{_HERE}.{module}", *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    numbers: list[float] = json.loads(told.stdout.splitlines()[-1])
    return numbers
