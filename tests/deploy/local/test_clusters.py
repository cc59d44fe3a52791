"""Two Postgres clusters, each with processes of its own: `public` on the first, companies on both."""

import json
import os
import shlex
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from email.message import Message
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from celery import current_app
from django.core.management import CommandError, call_command
from django.db import connections
from kombu import Connection

from deploy.local.home import REPOSITORY
from deploy.local.ports import free_ports
from tenants.accounts.enums import Role
from tenants.enums import TenantStatus
from tenants.kernel.clock import now
from tenants.kernel.models import Job
from tenants.models import Domain, Tenant
from tenants.registry.models import RegistryEntry
from tenants.schemas import in_public, in_tenant
from tenants.services import building, copying
from tenants.services.migration import OWNER
from tests.database import company, url_for
from tests.deploy.local.stacks import eventually, services, some_ports
from tests.factories.accounts import UserFactory
from tests.factories.credentials import certificate_for

WEST = f"{OWNER}@west"
SCHEMA = "c_twocluster01"


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


_opener = urllib.request.build_opener(_NoRedirects)


def ask(port: int, host: str, path: str = "/account/login/") -> tuple[int, str, Message]:
    """Ask a process for a page of a host; return status, body and headers."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Host": host})
    try:
        with _opener.open(request, timeout=30) as answer:
            return answer.status, answer.read().decode(), answer.headers
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(), error.headers


@contextmanager
def process(environment: dict[str, str], *arguments: str) -> Iterator[None]:
    """Run a module until the block ends."""
    running = subprocess.Popen(
        [sys.executable, "-m", *arguments],
        cwd=REPOSITORY,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        running.terminate()
        try:
            running.wait(timeout=60)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


def web(port: int) -> tuple[str, ...]:
    """Return the arguments of a small web server."""
    server = ("granian", "--interface", "wsgi", "--no-ws", "--host", "127.0.0.1")
    return (*server, "--workers", "1", "--port", str(port), "deploy.wsgi:application")


def answers(port: int) -> bool:
    """Whether a web server is there."""
    try:
        return ask(port, "localhost", "/healthz")[0] == 200
    except OSError:
        return False


def environment_of(home: Path) -> dict[str, str]:
    """Return what a stack left for its processes."""
    pairs = (line.partition("=") for line in (home / "env").read_text().splitlines())
    return {name: "".join(shlex.split(value)) for name, _, value in pairs}


@pytest.mark.slow
def test_two_clusters_serve_move_deliver_and_fail_apart(committed: None) -> None:
    name = str(connections["default"].settings_dict["NAME"])
    with in_public():
        row = Tenant.objects.create(
            schema_name=SCHEMA, name="West Tiles", slug="westco", status=TenantStatus.ACTIVE
        )
        Domain.objects.create(tenant=row, domain="westco.localhost", is_primary=True)
    building.make_schema(SCHEMA)
    with in_tenant(company("westco")):
        UserFactory(name="Olive", email="olive@westco.example", roles=[Role.OWNER])
        certificate_for(UserFactory(name="Lata"))
        Job.objects.update(run_after=now() - timedelta(minutes=1))
    common = {**os.environ, "DJANGO_SETTINGS_MODULE": "deploy.settings.test"}
    main = {
        **common,
        "DATABASE_URL": url_for(name, "DATABASE_URL"),
        "OWNER_DATABASE_URL": url_for(name, "OWNER_DATABASE_URL"),
    }
    ports = free_ports(some_ports().web + 8)
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="smh-west-"))
        servers = stack.enter_context(ExitStack())
        servers.enter_context(services(Path(folder), some_ports()))
        there = environment_of(Path(folder))
        west = {
            **common,
            **{key: there[key] for key in ("DATABASE_URL", "OWNER_DATABASE_URL", "REDIS_URL")},
            "CLUSTER": "west",
            "DIRECTORY_URL": main["DATABASE_URL"],
        }
        stack.enter_context(process(main, *web(ports.web)))
        stack.enter_context(process(west, *web(ports.postgres)))
        celery = ("celery", "-A", "deploy.celery", "worker", "--pool", "solo")
        stack.enter_context(process(west, *celery, "--queues", "default,media"))
        stack.enter_context(owner_of_west(there["OWNER_DATABASE_URL"]))

        call_command("move_tenant", "westco", "west")
        # Django starts three times at once here, beside whatever else the machine does.
        assert any(eventually(lambda: answers(ports.web)) for _ in range(3))
        assert any(eventually(lambda: answers(ports.postgres)) for _ in range(3))
        _hosts_are_answered_where_they_live(main=ports.web, west=ports.postgres)
        _an_event_from_west_reaches_the_registry(there["REDIS_URL"])
        call_command("move_tenant", "westco", "--confirm")
        assert ask(ports.postgres, "westco.localhost")[0] == 200
        assert eventually(
            lambda: json.loads(ask(ports.postgres, "x", "/readyz")[1])["worker"] == "ok"
        )
        servers.close()
        _west_is_down(main=ports.web, west=ports.postgres)


@contextmanager
def owner_of_west(url: str) -> Iterator[None]:
    """Tell this process how to reach the owner of the other cluster."""
    parts = urlsplit(url)
    connections.settings[WEST] = {
        **connections.settings[OWNER],
        "HOST": parts.hostname,
        "PORT": parts.port,
        "NAME": parts.path.lstrip("/"),
        "USER": parts.username,
        "PASSWORD": parts.password,
    }
    try:
        yield
    finally:
        connections[WEST].close()
        delattr(connections._connections, WEST)  # type: ignore[attr-defined]
        del connections.settings[WEST]


def _hosts_are_answered_where_they_live(*, main: int, west: int) -> None:
    assert [ask(main, host)[0] for host in ("acme.localhost", "westco.localhost")] == [200, 421]
    status, body, headers = ask(west, "westco.localhost")
    assert (status, "West Tiles" in body) == (200, True)
    status, _, headers = ask(west, "acme.localhost")
    assert (status, headers["X-Cluster"]) == (421, "main")
    assert ask(main, "westco.localhost")[2]["X-Cluster"] == "west"


def _an_event_from_west_reaches_the_registry(broker: str) -> None:
    with in_public():
        assert RegistryEntry.objects.count() == 0
    with Connection(broker) as to_west:
        current_app.send_task("kernel.sweep", connection=to_west, queue="default")

    def arrived() -> bool:
        with in_public():
            return RegistryEntry.objects.filter(tenant_id=company("westco").id).exists()

    assert eventually(arrived)


def _west_is_down(*, main: int, west: int) -> None:
    status, body, headers = ask(west, "westco.localhost")
    assert (status, headers["Retry-After"]) == (503, "5")
    assert "Not available for a moment" in body
    status, body, _ = ask(west, "x", "/readyz")
    assert (status, json.loads(body)["postgres"]) == (503, "does not answer")
    assert (ask(main, "acme.localhost")[0], ask(main, "localhost", "/")[0]) == (200, 200)
    with pytest.raises(CommandError, match="Cluster 'west' does not answer"):
        call_command("move_tenant", "westco", "main")
    assert copying.is_there(OWNER, SCHEMA) is False
