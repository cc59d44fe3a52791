"""The product as the browser meets it: a server of this process over the test database, and who visits it."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar
from wsgiref.types import StartResponse, WSGIEnvironment

from django.conf import settings
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.test import Client, override_settings

from tenants.accounts.models import User
from tenants.kernel import names
from tenants.kernel.jobs import run_due
from tenants.middleware.host import hosts
from tenants.models import Tenant
from tenants.privacy.gate import agreement_in_force
from tenants.schemas import in_public, in_tenant
from tests import database
from tests.isolation.conftest import prove
from tests.isolation.world import World, build_world
from tests.pages.links import add_links, parameter
from tests.pages.public_world import build_public_world
from tests.pages.table import COMPANY, GUEST, PUBLIC, QUERIES, Case, visitors, wanted_answer

T = TypeVar("T")
_MARK = b"<!doctype html>"


class _Quiet(WSGIRequestHandler):
    """Logs nothing: the browser tells what was answered."""

    def log_message(self, format: str, *args: Any) -> None:
        return


@dataclass(frozen=True)
class Opened:
    """What an address answered: to whom, where, and whether that is a page."""

    who: str
    path: str
    status: int
    is_page: bool
    is_html: bool


@dataclass
class Site:
    """Two worlds and their visitors. Only the thread of `ask` touches the database: the browser's
    driver keeps an event loop running in the test's own thread, under which Django refuses queries."""

    worlds: dict[str, World]
    pool: ThreadPoolExecutor
    port: int
    clients: dict[tuple[str, str], Client] = field(default_factory=dict)
    language: str = "en"

    def origin(self, host: str) -> str:
        """Return the origin of a kind of host, as the product writes it."""
        return names.origin(self.worlds[host].tenant)

    def ask(self, work: Callable[[], T]) -> T:
        """Do something with the database."""
        return self.pool.submit(work).result()

    def open(self, case: Case) -> Opened:
        """Find somebody who is shown the page, by asking one after the other."""
        return self.ask(lambda: self._open(case))

    def session_of(self, host: str, who: str) -> str:
        """Return the session cookie's value of somebody; "" of a guest."""
        cookie = self.ask(lambda: self._client(host, who)).cookies.get(settings.SESSION_COOKIE_NAME)
        return cookie.value if cookie else ""

    def speak(self, language: str) -> None:
        """Have everybody read in this language."""
        if language != self.language:
            self.ask(lambda: self._speak(language))
            self.language = language

    def _speak(self, language: str) -> None:
        for world in self.worlds.values():
            with in_tenant(world.tenant):
                User.objects.update(language=language)
        with in_public():
            Tenant.objects.update(locale=language)
        hosts.forget()

    def _open(self, case: Case) -> Opened:
        answers = []
        path = self._path(case)
        for who in visitors(case):
            client = self._client(case.host, who)
            answer = client.get(path, headers={"accept-language": case.language})
            kind = answer.get("Content-Type", "")
            is_html = kind.startswith("text/html")
            body = b"" if answer.streaming else answer.content  # type: ignore[attr-defined]
            is_page = is_html and body.lstrip().lower().startswith(_MARK)
            answer.close()
            answers.append(Opened(who, path, answer.status_code, is_page, is_html))
            if answer.status_code in (405, wanted_answer(case)):
                return answers[-1]
        return answers[0]

    def _path(self, case: Case) -> str:
        world = self.worlds[case.host]
        template = case.endpoint.template
        values = {name: parameter(world, name, template) for name in case.endpoint.parameters}
        return template.format(**values) + QUERIES.get(template, "")

    def _client(self, host: str, who: str) -> Client:
        if (host, who) in self.clients:
            return self.clients[host, who]
        world = self.worlds[host]
        client = Client(
            headers={"host": self.origin(host).partition("://")[2]}, raise_request_exception=False
        )
        if who != GUEST:
            with in_tenant(world.tenant):
                client.force_login(world.people[who])
                prove(client, world.people[who])
                if world.tenant.is_public:
                    session = client.session
                    session["agreed"] = agreement_in_force()
                    session.save()
        self.clients[host, who] = client
        return client


@contextmanager
def running_site() -> Iterator[Site]:
    """Fill the test database, and answer on a free port of this machine."""
    with ThreadPoolExecutor(1) as pool, _server() as port:
        try:
            yield Site(pool.submit(_build).result(), pool, port)
        finally:
            pool.submit(_leave).result()


def _build() -> dict[str, World]:
    database.empty_everything()
    company = database.company("acme")
    worlds = {COMPANY: build_world(company), PUBLIC: build_public_world(company)}
    add_links(worlds[COMPANY], worlds[COMPANY].people["admin"])
    add_links(worlds[PUBLIC], worlds[PUBLIC].people["staff"])
    with in_public():
        run_due()  # the register hears of certificates by jobs
    return worlds


def _leave() -> None:
    database.empty_everything()
    connections.close_all()


@contextmanager
def _server() -> Iterator[int]:
    with override_settings(WHITENOISE_AUTOREFRESH=False):  # read once: one server serves every page
        application = get_wsgi_application()

    def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Any:
        return application(environ, start_response)

    server = ThreadedWSGIServer(("127.0.0.1", 0), _Quiet)
    server.daemon_threads = True
    server.set_app(serve)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
