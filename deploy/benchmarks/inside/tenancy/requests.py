"""CPU of a request, application and Postgres, in three processes that take turns."""

import os
from pathlib import Path
from statistics import median

import psycopg

from deploy.benchmarks.inside.tenancy.beside import Beside
from deploy.benchmarks.inside.tenancy.facts import Facts, figure

_COMPANIES = 10  # that requests go to by turns, so that no request is the first to its company
_REACH = {1: 1.3, 5: 1.15}


def request_figures(
    size: int, beside: dict[str, Beside], *, rounds: int, requests: int
) -> list[Facts]:
    """Measure the view with one query and the one with five.

    Args:
        size: companies in the database.
        beside: the three processes.
        rounds: turns of each process; the median counts.
        requests: in a turn.
    """
    hosts, schema = _companies()
    for process in beside.values():
        process.ask("companies", schema, *hosts)
    figures: list[Facts] = []
    for queries, reach in _REACH.items():
        costs: dict[str, list[float]] = {name: [] for name in beside}
        for process in beside.values():
            _cost(process, queries, 3 * len(hosts))
        for _ in range(rounds):
            for name, process in beside.items():
                costs[name].append(_cost(process, queries, requests) / requests / 1e6)
        found = {name: median(each) for name, each in costs.items()}
        name = f"request_{queries}q"
        figures += [
            figure(name, size, "ms CPU", found["ours"], found["plain"], reach=reach),
            figure(f"stock_{name}", size, "ms CPU", found["stock"], found["plain"]),
        ]
    return figures


def _companies() -> tuple[list[str], str]:
    with psycopg.connect(os.environ["OWNER_DATABASE_URL"]) as connection:
        rows = connection.execute(
            "SELECT d.domain, t.schema_name FROM public.tenants_tenant t"
            " JOIN public.tenants_domain d ON d.tenant_id = t.id"
            " WHERE t.status = 'active' ORDER BY t.created_at LIMIT %s",
            [_COMPANIES],
        ).fetchall()
    return [domain for domain, _ in rows], rows[0][1]


def _cost(process: Beside, queries: int, requests: int) -> float:
    """Return the nanoseconds of CPU of so many requests, there and in Postgres."""
    before = _backends(process.pid)
    (application,) = process.ask("request", str(queries), str(requests))
    after = _backends(process.pid)
    return application + sum(after[pid] - before.get(pid, 0) for pid in after)


def _backends(pid: int) -> dict[int, int]:
    """Return what the backends of a process' connections have used so far, in nanoseconds."""
    ports = _local_ports(pid)
    with psycopg.connect(os.environ["ADMIN_DATABASE_URL"]) as connection:
        rows = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE client_port = ANY(%s)", [ports]
        ).fetchall()
    return {pid: _cpu_ns(pid) for (pid,) in rows}


def _local_ports(pid: int) -> list[int]:
    """Return the ports of a process' TCP connections, read from /proc."""
    inodes = set()
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        try:
            target = os.readlink(descriptor)
        except OSError:
            continue
        if target.startswith("socket:["):
            inodes.add(target[8:-1])
    lines = [line.split() for line in Path(f"/proc/{pid}/net/tcp").read_text().splitlines()[1:]]
    return [int(line[1].rpartition(":")[2], 16) for line in lines if line[9] in inodes]


def _cpu_ns(pid: int) -> int:
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0])
