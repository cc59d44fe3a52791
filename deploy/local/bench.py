"""``deploy/bench``: lists and runs the benchmarks of deploy/benchmarks."""

import argparse
import json
import pkgutil
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from deploy import benchmarks
from deploy.benchmarks import Figure, Scope
from deploy.local.errors import CannotStart
from deploy.local.home import default_home

_TO_STDOUT = "-"


def names() -> list[str]:
    """Return the names of the benchmarks, sorted."""
    modules = pkgutil.iter_modules(benchmarks.__path__)
    return sorted(module.name for module in modules if not module.ispkg)


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
            figures: list[Figure] = benchmark.measure(
                Path(folder),
                Scope(
                    sizes=tuple(options.n),
                    quick=options.quick,
                    kept=default_home() / "bench" / options.name,
                ),
            )
    except CannotStart as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if options.json == _TO_STDOUT:
        sys.stdout.writelines(f"{json.dumps(_facts(options.name, figure))}\n" for figure in figures)
        return 0
    sys.stdout.writelines(_as_row(figure) for figure in figures)
    sys.stdout.writelines(growth(figures))
    if options.json:
        facts = [_facts(options.name, figure) for figure in figures]
        Path(options.json).write_text(json.dumps(facts, indent=2) + "\n")
    return 0


def _facts(benchmark: str, figure: Figure) -> dict[str, object]:
    return {
        "benchmark": benchmark,
        "name": figure.name,
        "n": figure.n,
        "unit": figure.unit,
        "value": figure.measured,
        "floor": figure.floor,
        "ratio": round(figure.ratio, 3),
        "reach": figure.reach,
        "limit": figure.limit,
        "least": figure.least,
        "sampled": figure.sampled,
    }


def _as_row(figure: Figure) -> str:
    reach = f"   reach ≤ {figure.reach:g}×" if figure.reach else ""
    limit = f"   reach ≤ {figure.limit:g} {figure.unit}" if figure.limit else ""
    least = f"   reach ≥ {figure.least:g} {figure.unit}" if figure.least else ""
    sampled = f"   sampled, {figure.sampled}" if figure.sampled else ""
    times = f"{figure.measured:9.2f} {figure.unit}   floor {figure.floor:.2f} {figure.unit}"
    return f"{figure.name:<36} {figure.n:>6} {times}   {figure.ratio:.2f}×{reach}{limit}{least}{sampled}\n"


def growth(figures: list[Figure]) -> list[str]:
    """Return, for each thing measured at several N, how it grew from the least to the most."""
    rows = []
    for name in dict.fromkeys(figure.name for figure in figures):
        alike = sorted((each for each in figures if each.name == name), key=lambda each: each.n)
        least, most = alike[0], alike[-1]
        if least.n != most.n:
            grew = most.measured / least.measured
            rows.append(f"{name:<36} from {least.n} to {most.n}: {grew:.2f}×\n")
    return rows


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="deploy/bench", description="Run a benchmark.")
    parser.add_argument("name", nargs="?", help="as --list names it")
    parser.add_argument("--list", action="store_true", help="name the benchmarks")
    parser.add_argument(
        "--json",
        nargs="?",
        const=_TO_STDOUT,
        metavar="FILE",
        help="write a list of objects to FILE; without one, print an object a line",
    )
    parser.add_argument("--n", nargs="+", type=int, default=[], help="how many, where that matters")
    parser.add_argument("--quick", action="store_true", help="little, within a minute")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
