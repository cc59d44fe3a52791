"""Fills a database with companies and measures whenever there are as many as asked for.

python -m deploy.benchmarks.inside.tenancy.run FOLDER [--quick] N...

What was measured lies in FOLDER/figures.json, number by number: run again, it goes on where it stopped.
"""

import argparse
import json
import sys
import time
from contextlib import ExitStack
from io import StringIO
from pathlib import Path

import django
from django.core.management import call_command

from deploy.benchmarks.inside.tenancy.beside import WAYS, Beside
from deploy.benchmarks.inside.tenancy.facts import Facts, figure
from deploy.benchmarks.inside.tenancy.migrations_on_disk import Disk

_MAKER = "maker"  # django-tenants once more: it makes a schema while something else is measured


def main(arguments: list[str]) -> int:
    """Measure what is still missing."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("sizes", type=int, nargs="+")
    options = parser.parse_args(arguments)
    kept = options.folder / "figures.json"
    done: dict[str, list[Facts]] = json.loads(kept.read_text()) if kept.exists() else {}
    sys.path.insert(0, str(options.folder))
    disk = Disk(options.folder)
    with ExitStack() as stack:
        django.setup()
        # They load while tables are made here; nothing is measured before they are ready.
        beside = {way: stack.enter_context(Beside(way)) for way in WAYS}
        beside[_MAKER] = stack.enter_context(Beside("stock"))
        if not done:
            call_command("migrate_schemas", stdout=StringIO())
        for size in sorted(options.sizes):
            if str(size) not in done:
                done[str(size)] = _measure(size, disk, beside, quick=options.quick)
                kept.write_text(json.dumps(done))
    return 0


def _measure(size: int, disk: Disk, beside: dict[str, Beside], *, quick: bool) -> list[Facts]:
    # After setup: these need models.
    from deploy.benchmarks.inside.tenancy.migrate import migration_figures
    from deploy.benchmarks.inside.tenancy.provision import fill, provision_figures
    from deploy.benchmarks.inside.tenancy.requests import request_figures

    samples = min(size, 2 if quick else 20)
    began = time.monotonic()

    def tell(what: str) -> None:
        sys.stderr.write(f"{time.monotonic() - began:6.0f} s  {what}\n")

    def no_times() -> list[Facts]:
        figures = request_figures(
            size,
            {way: beside[way] for way in WAYS},
            rounds=5 if quick else 15,
            requests=20 if quick else 100,
        )
        tell("requests measured")
        for name, way, limit in (("", "ours", 100), ("stock_", "stock", None)):
            fresh, most = beside[way].ask("touch")
            figures.append(figure(f"{name}backend_memory_mb", size, "MB", most, fresh, limit=limit))
        tell("memory measured")
        return figures

    for process in beside.values():
        process.ask("rest")
    fill(size - samples, beside["ours"], lambda there: tell(f"{there} companies"))
    found = provision_figures(
        size,
        beside[_MAKER],
        samples=samples,
        stock_samples=1,
        meanwhile=no_times if quick else list,
    )
    tell(f"{size} companies; provisioning measured")
    found += migration_figures(size, disk, beside["stock"], sampled=1 if quick else 20)
    tell("migrations measured")
    return found if quick else found + no_times()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
