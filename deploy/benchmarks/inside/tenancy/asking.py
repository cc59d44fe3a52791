"""Requests without a server, and what they cost this process."""

import io
import os
import sys
import time
from importlib import import_module
from itertools import cycle, islice
from typing import Any

from django.conf import settings
from django.db import connections

from deploy.benchmarks.inside.tenancy.fresh import close_connections

_HERE = "deploy.benchmarks.inside.tenancy"


class Asking:
    """An application and the companies that requests go to by turns."""

    def __init__(self, way: str) -> None:
        """Load the application: the product's own for `ours`."""
        settings.MIDDLEWARE = import_module(os.environ["DJANGO_SETTINGS_MODULE"]).BENCH_MIDDLEWARE
        self._plain = way == "plain"
        self._application = import_module(
            "deploy.wsgi" if way == "ours" else f"{_HERE}.wsgi"
        ).application
        self._turns: cycle[str] = cycle(())

    def companies(self, schema: str, *hosts: str) -> list[float]:
        """Say where requests go from now on."""
        close_connections()
        self._turns = cycle(hosts)
        if self._plain:
            options = connections["default"].settings_dict["OPTIONS"]
            options["options"] = f"-c search_path={schema},extensions"
        return []

    def request(self, queries: str, number: str) -> list[float]:
        """Return the nanoseconds of CPU that so many requests of a view take."""
        began = time.process_time_ns()
        for host in islice(self._turns, int(number)):
            self._ask(host, f"/{queries}/")
        return [time.process_time_ns() - began]

    def _ask(self, host: str, path: str) -> None:
        said: list[str] = []
        answer: Any = self._application(
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
