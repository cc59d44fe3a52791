"""Other processes that measure the same thing in the same database, in their own way."""

import json
import os
import subprocess
import sys

_HERE = "deploy.benchmarks.inside.tenancy"


def stock(act: str, schemas: list[str]) -> list[float]:
    """Return the seconds that django-tenants takes for each schema: `make` or `migrate`."""
    return ask("stock", act, *schemas, settings="stock")


def environment_with(settings: str) -> dict[str, str]:
    """Return this process' environment for one with other settings: `ours`, `stock` or `plain`."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": f"{_HERE}.settings_{settings}",
        # django-tenants looks for the schemas of extensions while it is loaded.
        "PYTHONWARNINGS": "ignore:Accessing the database during app initialization:RuntimeWarning",
    }


def ask(module: str, *arguments: str, settings: str, pooled: bool = False) -> list[float]:
    """Return the JSON list of numbers that a module of this package ends with.

    Args:
        module: its name.
        arguments: of its command line.
        settings: `ours`, `stock` or `plain`.
        pooled: whether connections are pooled, as in the web process.
    """
    environment = environment_with(settings)
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
