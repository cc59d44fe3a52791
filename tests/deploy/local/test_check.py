"""The check itself: what it counts as a problem, and that it follows links without end."""

import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import ModuleType

import pytest
from django.http import HttpResponse
from django.urls import path

from deploy.local.check import Problem, visit
from deploy.local.visitor import Visitor

TABLE = "tests_check_urls"
PAGES = {
    "/": (200, '<a href="/broken/">b</a><a href="/gone/">g</a><link href="/static/a.css">'),
    "/broken/": (500, ""),
    "/closed/": (403, ""),
    "/form/": (405, ""),
    "/moved/": (302, ""),
    "/static/a.css": (200, ""),
    **{f"/course/{n}/": (200, f'<a href="/course/{n + 1}/">next</a>') for n in range(1, 9)},
}


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A server with those pages, and their URL table."""

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host = self.headers["Host"].partition(":")[0]
            status, body = (
                PAGES.get(self.path, (404, "")) if host == "acme.localhost" else (404, "")
            )
            self.send_response(status)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, format: str, *args: object) -> None:
            return

    def view(request: object) -> HttpResponse:
        return HttpResponse()

    module = ModuleType(TABLE)
    plain = ["", "closed/", "form/", "moved/", "broken/", "course/1/"]
    module.urlpatterns = [path("course/<int:number>/", view), *(path(one, view) for one in plain)]
    monkeypatch.setitem(sys.modules, TABLE, module)
    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def test_errors_and_dead_links_are_problems_and_closed_doors_are_not(port: int):
    _, problems = visit(Visitor("acme.localhost", port, "a guest"), TABLE, set())
    assert problems == [
        Problem("acme.localhost/broken/", "500", "a guest"),
        Problem("acme.localhost/gone/", "404", "a guest"),
    ]


def test_two_of_a_kind_are_enough_and_static_files_are_asked_once(port: int):
    files: set[str] = set()
    first, _ = visit(Visitor("acme.localhost", port, "one"), TABLE, files)
    second, _ = visit(Visitor("acme.localhost", port, "two"), TABLE, files)
    assert files == {"/static/a.css"}
    # Six plain paths, /gone/, two courses further on, and the style sheet the first time.
    assert (first, second) == (10, 9)


def test_the_host_goes_into_the_header(port: int):
    assert Visitor("acme.localhost", port, "x").get("/").status == 200
    assert Visitor("zenith.localhost", port, "x").get("/").status == 404


def test_a_server_that_is_gone_is_a_problem(port: int):
    nobody = Visitor("acme.localhost", 1, "a guest")
    asked, problems = visit(nobody, TABLE, set())
    assert asked == 6
    assert {problem.what.partition(" (")[0] for problem in problems} == {"no answer"}
