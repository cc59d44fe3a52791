"""``deploy/bench``: lists and runs the benchmarks of deploy/benchmarks."""

import argparse
import json
import pkgutil
import sys
import tempfile
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from deploy import benchmarks
from deploy.benchmarks import Figure
from deploy.local.errors import CannotStart


def names() -> list[str]:
    """Return the names of the benchmarks, sorted."""
    return sorted(module.name for module in pkgutil.iter_modules(benchmarks.__path__))


def main(arguments: list[str]) -> int:
    """List the benchmarks, or run one and print its figures; return the exit status."""
    options = _parse(arguments)
    if options.list or not options.name:
        for name in names():
            said = import_module(f"deploy.benchmarks.{name}").__doc__ or ""
            sys.stdout.write(f"{name:<16} {said.splitlines()[0]}\n")
        return 0
    if options.name not in names():
        sys.stderr.write(
            f"There is no benchmark {options.name}; there are: {', '.join(names())}.\n"
        )
        return 1
    benchmark = import_module(f"deploy.benchmarks.{options.name}")
    try:
        with tempfile.TemporaryDirectory(prefix="smh-bench-") as folder:
            figures: list[Figure] = benchmark.measure(Path(folder))
    except CannotStart as error:
        sys.stderr.write(f"{error}\n")
        return 1
    for figure in figures:
        sys.stdout.write(_as_json(options.name, figure) if options.json else _as_row(figure))
    return 0


def _as_json(name: str, figure: Figure) -> str:
    return json.dumps({"benchmark": name, **asdict(figure), "ratio": round(figure.ratio, 3)}) + "\n"


def _as_row(figure: Figure) -> str:
    reach = f"   reach ≤ {figure.reach:g}×" if figure.reach else ""
    times = f"{figure.measured:9.2f} {figure.unit}   floor {figure.floor:.2f} {figure.unit}"
    return f"{figure.name:<36} {times}   {figure.ratio:.2f}×{reach}\n"


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="deploy/bench", description="Run a benchmark.")
    parser.add_argument("name", nargs="?", help="as --list names it")
    parser.add_argument("--list", action="store_true", help="name the benchmarks")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
