"""What a call costs: CPU of this process and of Postgres, and statements. Run inside the product's environment."""

import gc
import json
import os
import resource
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import repeat
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeVar

Measured = TypeVar("Measured")
_TICK = os.sysconf("SC_CLK_TCK")
_NANOSECONDS = 1_000_000_000
_BATCHES = 5
# How much slower than ever the fixed work may be around a quiet act, and how many batches are tried.
_QUIET, _TRIES = 1.1, 60
_quickest = float("inf")
_slowness: list[float] = []
_STATEMENTS = ("SELECT", "INSERT", "UPDATE", "DELETE", "(SELECT", "WITH")


def cpu_ms(act: Callable[[], object], samples: int) -> tuple[float, float]:
    """Return CPU in ms of this process and of Postgres, each per call, after a first call that warms up.

    The middle one of five batches, as `middle_ms` takes them.
    """
    act()
    each = -(-samples // _BATCHES)
    own, postgres = middle_ms(repeat(lambda: [act() for _ in range(each)], _TRIES))
    return own / each, postgres / each


def middle_ms(acts: Iterable[Callable[[], object]]) -> tuple[float, float]:
    """Return CPU in ms of this process and of Postgres for the middle one of five acts done in quiet moments.

    On a machine shared with others the same work may take twice as long for a second, as is told by a fixed
    piece of work before and after each act. Where there were too few quiet moments, the quietest acts count,
    and `disturbance` says so.

    Args:
        acts: more of one kind; no further one is done once five were quiet.
    """
    done: list[tuple[float, tuple[float, float]]] = []
    for act in acts:
        before = yardstick()
        spent = once_ms(act)
        done.append((max(before, yardstick()), spent))
        if sum(slowness <= _QUIET * _quickest for slowness, _spent in done) >= _BATCHES:
            break
    return sorted(quietest(done, _BATCHES), key=sum)[_BATCHES // 2]


def quietest(done: Sequence[tuple[float, Measured]], number: int) -> list[Measured]:
    """Return what was measured in the quietest moments.

    Args:
        done: how long the fixed work took around each, and what was measured.
        number: of them to return.
    """
    chosen = sorted(done, key=itemgetter(0))[:number]
    _slowness.append(chosen[-1][0])
    return [measured for _slow, measured in chosen]


def disturbance() -> float:
    """Return how many times its quickest the fixed work took around the most disturbed act that counted."""
    return max(_slowness) / _quickest


def yardstick() -> float:
    """Return the CPU in ms of work that is always the same: objects made, hashed and read, as a page does."""
    global _quickest
    gc.disable()  # its turns would fall now here, now there
    began = time.process_time()
    json.loads(json.dumps({str(n): [n, str(n), {"n": n}] for n in range(4_000)}))
    took = 1000 * (time.process_time() - began)
    gc.enable()
    _quickest = min(_quickest, took)
    return took


def once_ms(act: Callable[[], object]) -> tuple[float, float]:
    """Return CPU in ms of this process and of Postgres for one call."""
    postgres, own = _postgres_seconds(), time.process_time()
    act()
    return (
        1000 * (time.process_time() - own),
        1000 * (_postgres_seconds() - postgres),
    )


def peak_mb() -> float:
    """Return the most memory, in MB, that this process has held at once so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def resident_mb() -> float:
    """Return the memory, in MB, that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1024 / 1024


def _postgres_seconds() -> float:
    """Return the CPU seconds of the backends that serve somebody; what the cluster does by itself is none of ours."""
    seconds = 0.0
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            head, _, tail = (entry / "stat").read_text().rpartition(")")
            if not head.endswith("(postgres"):
                continue
            port = os.environ["DATABASE_URL"].rpartition(":")[2].partition("/")[0]
            line = _line(entry)
            if "127.0.0.1(" not in line and "[local]" not in line:
                continue
            if f" {port}" not in line and not _is_child(tail, port):
                continue
            seconds += _spent(entry, tail)
        except (OSError, ValueError):
            continue
    return seconds


def _spent(entry: Path, stat: str) -> float:
    """Return a process's CPU seconds: to the nanosecond where the kernel counts so, else in its ticks of 10 ms."""
    try:
        return int((entry / "schedstat").read_text().split()[0]) / _NANOSECONDS
    except (OSError, ValueError, IndexError):
        fields = stat.split()
        return (int(fields[11]) + int(fields[12])) / _TICK


def _line(entry: Path) -> str:
    return (entry / "cmdline").read_text().replace("\0", " ")


def _is_child(tail: str, port: str) -> bool:
    parent = Path("/proc") / tail.split()[1]
    return f" {port}" in _line(parent) or f"={port}" in _line(parent)


def queries_of(client: Any, slug: str, path: str) -> int:
    """Return how many statements on tables a page takes; `slug` names the company, "" the public site."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tenants.kernel.directory import public_tenant, tenant_by_slug
    from tenants.schemas import in_tenant

    tenant = tenant_by_slug(slug) if slug else public_tenant()
    assert tenant is not None
    with in_tenant(tenant), CaptureQueriesContext(connection) as caught:
        client.get(path)
    return sum(is_on_tables(query["sql"]) for query in caught.captured_queries)


def is_on_tables(statement: str) -> bool:
    """Whether a statement reads or writes tables; what begins and ends transactions does not."""
    return statement.lstrip().startswith(_STATEMENTS) and "set_config" not in statement
