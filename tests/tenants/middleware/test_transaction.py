"""One transaction around a request: 500 undoes, 4xx keeps, the network stays outside."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client, override_settings
from django.urls import path

from tenants.kernel.errors import Conflict, Missing, Refused
from tenants.kernel.models import AuditEntry
from tenants.kernel.stream import stream
from tenants.schemas import current_schema, in_tenant
from tests.database import company


def note(request: HttpRequest, status: int) -> HttpResponse:
    AuditEntry.objects.create(action="test.request", target=str(connection.in_atomic_block))
    return HttpResponse(status=status)


def crash(request: HttpRequest) -> HttpResponse:
    AuditEntry.objects.create(action="test.request")
    raise RuntimeError("crash")


def lazy_page(request: HttpRequest) -> HttpResponse:
    """A queryset that executes while the template renders."""
    template = engines["django"].from_string("{% for e in entries %}{{ e.action }}{% endfor %}")
    return HttpResponse(template.render({"entries": AuditEntry.objects.all()}))


@transaction.non_atomic_requests
def outside(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(connection.in_atomic_block))


def refuse(request: HttpRequest, kind: str) -> HttpResponse:
    AuditEntry.objects.create(action="test.counted")
    raise {"refused": Refused, "conflict": Conflict, "missing": Missing}[kind]("No, thank you.")


def streamed(request: HttpRequest) -> Any:
    def produce() -> Any:
        yield current_schema().encode() + b"\n"
        for entry in AuditEntry.objects.iterator():
            yield entry.target.encode()
        AuditEntry.objects.create(action="test.written-while-reading")

    return stream(produce, content_type="text/plain", filename="a.txt")


urlpatterns = [
    path("note/<int:status>/", note),
    path("crash/", crash),
    path("lazy/", lazy_page),
    path("outside/", outside),
    path("refuse/<str:kind>/", refuse),
    path("streamed/", streamed),
]


@pytest.fixture
def client(committed: None) -> Any:
    with override_settings(TENANT_URLCONF=__name__):
        yield Client(headers={"host": "acme.localhost"}, raise_request_exception=False)


def _written() -> int:
    with in_tenant(company("acme")):
        return AuditEntry.objects.count()


@pytest.mark.parametrize(
    ("status", "kept"), [(200, 1), (302, 1), (404, 1), (409, 1), (500, 0), (503, 0)]
)
def test_what_is_written_stands_unless_the_answer_is_our_failure(
    client: Client, status: int, kept: int
) -> None:
    assert client.get(f"/note/{status}/").status_code == status
    assert _written() == kept


def test_a_crash_undoes_everything(client: Client) -> None:
    assert client.get("/crash/").status_code == 500
    assert _written() == 0


def test_rendering_is_inside(client: Client) -> None:
    client.get("/note/200/")
    assert client.get("/lazy/").content == b"test.request"


def test_a_view_that_uses_the_network_is_outside(client: Client) -> None:
    assert client.get("/outside/").content == b"False"
    client.get("/note/200/")
    with in_tenant(company("acme")):
        assert AuditEntry.objects.get().target == "True"


@pytest.mark.parametrize(
    ("kind", "status"), [("refused", 403), ("conflict", 409), ("missing", 404)]
)
def test_a_refusal_is_a_page_and_what_was_counted_stays(
    client: Client, kind: str, status: int
) -> None:
    assert client.get(f"/refuse/{kind}/").status_code == status
    assert _written() == 1


def test_a_stream_reads_its_own_schema_and_cannot_write(client: Client) -> None:
    acme = company("acme")
    with in_tenant(acme):
        AuditEntry.objects.create(action="test.streamed", target="own")
    answer = client.get("/streamed/")
    received = b""
    with pytest.raises(Exception, match="read-only"):
        for piece in answer.streaming_content:
            received += piece
    assert received == acme.schema_name.encode() + b"\nown"
    assert answer["Content-Disposition"] == 'attachment; filename="a.txt"'
    assert _written() == 1
