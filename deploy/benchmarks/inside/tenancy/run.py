"""Fills a database with companies and measures whenever there are as many as asked for.

python -m deploy.benchmarks.inside.tenancy.run FOLDER [--quick] N...

What was measured lies in FOLDER/figures.json, number by number: run again, it goes on where it stopped.
"""

import argparse
import json
import sys
import time
from pathlib import Path

import django

from deploy.benchmarks.inside.tenancy.beside import ask
from deploy.benchmarks.inside.tenancy.facts import Facts, figure


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
    _prepare(options.folder)
    for size in sorted(options.sizes):
        if str(size) not in done:
            done[str(size)] = _measure(size, options.folder, quick=options.quick)
            kept.write_text(json.dumps(done))
    return 0


def _prepare(folder: Path) -> None:
    from deploy.benchmarks.inside.tenancy.migrations_on_disk import Disk

    Disk(folder)
    django.setup()


def _measure(size: int, folder: Path, *, quick: bool) -> list[Facts]:
    # After setup: these need models.
    from deploy.benchmarks.inside.tenancy.migrate import migration_figures
    from deploy.benchmarks.inside.tenancy.migrations_on_disk import Disk
    from deploy.benchmarks.inside.tenancy.provision import fill, provision_figures
    from deploy.benchmarks.inside.tenancy.requests import request_figures

    samples = min(size, 2 if quick else 10)
    began = time.monotonic()

    def tell(what: str) -> None:
        sys.stderr.write(f"{time.monotonic() - began:6.0f} s  {what}\n")

    def count(there: int) -> None:
        if there % 50 == 0:
            tell(f"{there} companies")

    fill(size - samples, count)
    found = provision_figures(size, samples=samples, stock_samples=1)
    tell(f"{size} companies; provisioning measured")
    found += migration_figures(size, Disk(folder), sampled=2 if quick else 20)
    tell("migrations measured")
    found += request_figures(size, rounds=5 if quick else 15, requests=30 if quick else 100)
    tell("requests measured")
    for name, settings in (("", "ours"), ("stock_", "stock")):
        fresh, most = ask("memory", settings, settings=settings, pooled=settings == "ours")
        limit = 100 if settings == "ours" else None
        found.append(figure(f"{name}backend_memory_mb", size, "MB", most, fresh, limit=limit))
    tell("memory measured")
    return found


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
