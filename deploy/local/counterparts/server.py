"""Serving the counterparts: on a port of the stack, or on any free one for tests."""

import socket
from collections.abc import Callable, Iterable
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Server(ThreadingMixIn, WSGIServer):
    """A server of one thread for each request, on loopback."""

    daemon_threads = True

    def server_bind(self) -> None:
        """Bind without asking the resolver for our own name, which can take seconds."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = "localhost", int(self.server_address[1])
        self.setup_environ()


class QuietHandler(WSGIRequestHandler):
    """Logs what went wrong only."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing of a request that was answered."""


def make(application: Application, port: int = 0) -> Server:
    """Return a server on 127.0.0.1, not yet serving; port 0 takes a free one."""
    return make_server("127.0.0.1", port, application, Server, QuietHandler)
