"""Answers requests without a server, as often as standard input asks for, and says what they cost.

python -m deploy.benchmarks.inside.tenancy.serve WSGI HOST...

A line `5 100` stands for a hundred requests of the view with five queries. Each is answered by a line
with the nanoseconds of this process' CPU that they took.
"""

import io
import os
import sys
import time
from collections.abc import Callable
from importlib import import_module
from itertools import cycle, islice
from typing import Any

import django
from django.conf import settings


def main(module: str, hosts: list[str]) -> int:
    """Answer until standard input ends."""
    django.setup()
    settings.MIDDLEWARE = import_module(os.environ["DJANGO_SETTINGS_MODULE"]).BENCH_MIDDLEWARE
    application: Callable[..., Any] = import_module(module).application
    turns = cycle(hosts)
    for line in sys.stdin:
        queries, number = line.split()
        began = time.process_time_ns()
        for host in islice(turns, int(number)):
            _ask(application, host, f"/{queries}/")
        sys.stdout.write(f"{time.process_time_ns() - began}\n")
        sys.stdout.flush()
    return 0


def _ask(application: Callable[..., Any], host: str, path: str) -> None:
    said: list[str] = []
    answer = application(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "HTTP_HOST": host,
            "SERVER_NAME": "bench",
            "SERVER_PORT": "80",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
            "wsgi.url_scheme": "http",
        },
        lambda status, headers: said.append(status),
    )
    b"".join(answer)
    answer.close()
    if said != ["200 OK"]:
        raise RuntimeError(f"{host}{path} answered {said}")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1], sys.argv[2:]))
