"""What a call costs: CPU of this process and of Postgres, and statements. Run inside the product's environment."""

import os
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

_TICK = os.sysconf("SC_CLK_TCK")
_NANOSECONDS = 1_000_000_000
_BATCHES = 5
_STATEMENTS = ("SELECT", "INSERT", "UPDATE", "DELETE", "(SELECT", "WITH")


def cpu_ms(act: Callable[[], object], samples: int) -> tuple[float, float]:
    """Return CPU in ms of this process and of Postgres, each per call, after a first call that warms up.

    The middle one of five batches: what else the machine does makes a call dearer, now and then.
    """
    act()
    each = -(-samples // _BATCHES)
    batches = sorted(
        (once_ms(lambda: [act() for _ in range(each)]) for _ in range(_BATCHES)), key=sum
    )
    own, postgres = batches[_BATCHES // 2]
    return own / each, postgres / each


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
    return sum(
        1
        for query in caught.captured_queries
        if query["sql"].startswith(_STATEMENTS) and "set_config" not in query["sql"]
    )
