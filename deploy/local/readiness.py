"""Asking a starting stack whether it is ready, and remembering what it still waits for."""

import json
import time
from http.client import HTTPConnection, HTTPException

PAUSE = 0.25  # seconds between questions


class Readiness:
    """A probe of /readyz."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._next = 0.0
        self.missing = "the web server does not answer"

    def ask(self) -> bool:
        """Tell whether everything the web server needs is there; asks no more often than every PAUSE."""
        if time.monotonic() < self._next:
            return False
        connection = HTTPConnection("127.0.0.1", self._port, timeout=5)
        try:
            connection.request("GET", "/readyz", headers={"Host": f"localhost:{self._port}"})
            response = connection.getresponse()
            body = response.read()
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()
            self._next = time.monotonic() + PAUSE
        if response.status != 200:
            self.missing = _missing(body)
        return response.status == 200


def _missing(body: bytes) -> str:
    try:
        report = json.loads(body)
        return ", ".join(
            f"{part} {said}" for part, said in report.items() if part != "ready" and said != "ok"
        )
    except ValueError:
        return "/readyz answers something unexpected"
