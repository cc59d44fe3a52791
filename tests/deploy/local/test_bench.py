"""What a benchmark prints and writes."""

import json
from pathlib import Path

import pytest

from deploy import benchmarks
from deploy.benchmarks import Figure, Scope
from deploy.local import bench

FIGURES = [
    Figure("claim", 4.0, 2.0, "ms", n=10, limit=10),
    Figure("claim", 6.0, 2.0, "ms", n=1000, limit=10),
    Figure("stock_claim", 900.0, 2.0, "ms", n=1000, sampled=20),
    Figure("rows", 400.0, 2000.0, "/s", n=1000, least=150),
]


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> list[Scope]:
    """A benchmark that has measured; gives what it was asked."""
    asked: list[Scope] = []

    def measure(home: Path, scope: Scope) -> list[Figure]:
        asked.append(scope)
        return FIGURES

    monkeypatch.setattr("deploy.benchmarks.tenancy.measure", measure)
    return asked


def test_a_table_with_how_each_thing_grows(
    measured: list[Scope], capsys: pytest.CaptureFixture[str]
) -> None:
    assert bench.main(["tenancy", "--n", "10", "1000", "--quick"]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert [row.split()[:2] for row in rows] == [
        ["claim", "10"],
        ["claim", "1000"],
        ["stock_claim", "1000"],
        ["rows", "1000"],
        ["claim", "from"],
    ]
    assert rows[0].endswith("2.00×   reach ≤ 10 ms")
    assert rows[2].endswith("450.00×   sampled, 20")
    assert rows[3].endswith("0.20×   reach ≥ 150 /s")
    assert rows[4].endswith("from 10 to 1000: 1.50×")
    assert (measured[0].sizes, measured[0].quick) == ((10, 1000), True)


def test_a_list_of_objects(measured: list[Scope], tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    assert bench.main(["tenancy", "--json", str(file)]) == 0
    first = json.loads(file.read_text())[0]
    assert {name: first[name] for name in ("name", "n", "unit", "value", "floor", "ratio")} == {
        "name": "claim",
        "n": 10,
        "unit": "ms",
        "value": 4.0,
        "floor": 2.0,
        "ratio": 2.0,
    }


def test_each_benchmark_says_what_it_measures() -> None:
    assert "tenancy" in bench.names()
    assert benchmarks.__doc__
