"""The page of attacks names guards that are there and tests that run."""

import ast
import re
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "deploy" / "readme" / "attacks.md"


def rows() -> list[list[str]]:
    """Return the cells of every line of the page's tables, heads left out."""
    found = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in PAGE.read_text().splitlines()
        if line.startswith("|")
    ]
    return [cells for cells in found if cells[0] not in ("attack", "---")]


def named(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


@cache
def collected_from(file: str) -> frozenset[str]:
    """Return the tests that pytest collects from a file, but for those that are always skipped."""
    return frozenset(
        node.name
        for node in ast.parse((ROOT / file).read_text()).body
        if isinstance(node, ast.FunctionDef)
        and node.name.startswith("test_")
        and not any("mark.skip" in ast.unparse(one) for one in node.decorator_list)
    )


def resolved(name: str) -> Any:
    """Return what a dotted name stands for: a module, and what is in it."""
    module, attributes = name, []
    while True:
        try:
            found = import_module(module)
            break
        except ModuleNotFoundError:
            module, _dot, last = module.rpartition(".")
            attributes.insert(0, last)
    for attribute in attributes:
        found = getattr(found, attribute)
    return found


@pytest.mark.parametrize("cells", rows(), ids=lambda cells: cells[0][:60])
def test_each_attack_has_a_guard_and_a_test(cells: list[str]) -> None:
    assert len(cells) == 4
    guards, tests = named(cells[2]), named(cells[3])
    assert guards
    assert tests
    for guard in guards:
        assert callable(resolved(guard)), guard
    for test in tests:
        file, _, name = test.partition("::")
        assert re.fullmatch(r"tests/[\w/]+/test_\w+\.py", file), test
        assert name in collected_from(file), test


def test_no_attack_stands_twice() -> None:
    attacks = [cells[0] for cells in rows() if not cells[0].startswith("…")]
    assert len(attacks) == len(set(attacks)) >= 30
