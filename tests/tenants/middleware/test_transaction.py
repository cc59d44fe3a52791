"""One transaction around a request: 500 undoes, 4xx keeps, the network stays outside."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client, RequestFactory, override_settings
from django.urls import URLResolver, get_resolver, include, path, re_path
from django.utils.translation import get_language, override

from tenants.kernel.errors import Conflict, Missing, Refused
from tenants.kernel.models import AuditEntry
from tenants.kernel.stream import stream
from tenants.middleware.transaction import _beginnings, is_non_atomic
from tenants.schemas import current_schema, in_tenant, schema_or_none
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


@transaction.non_atomic_requests
def numbered(request: HttpRequest, **numbers: int) -> HttpResponse:
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


class WithExpressions:
    """Addresses by regular expressions, whose beginning nobody knows."""

    urlpatterns = (re_path(r"^wi(?:l|r)d/(?P<number>\d+)/$", numbered), path("calm/", refuse))


urlpatterns = [
    path("note/<int:status>/", note),
    path("crash/", crash),
    path("lazy/", lazy_page),
    path("outside/", outside),
    path("outside/but/inside/", note, {"status": 200}),
    path("deep/<int:number>/", include([path("outside/<int:other>/", numbered)])),
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


def test_one_below_an_address_with_a_number_is_outside_too(client: Client) -> None:
    assert client.get("/deep/7/outside/8/").content == b"False"


def test_one_that_begins_like_it_is_inside(client: Client) -> None:
    client.get("/outside/but/inside/")
    with in_tenant(company("acme")):
        assert AuditEntry.objects.get().target == "True"


def test_one_found_by_an_expression_is_outside() -> None:
    answers = {}
    for address in ("/wild/7/", "/wird/7/", "/calm/", "/nowhere/"):
        request = RequestFactory().get(address)
        request.urlconf = WithExpressions
        answers[address] = is_non_atomic(request)
    assert answers == {"/wild/7/": True, "/wird/7/": True, "/calm/": False, "/nowhere/": False}


@pytest.mark.parametrize("urlconf", [settings.PUBLIC_URLCONF, settings.TENANT_URLCONF])
def test_every_view_that_uses_the_network_is_looked_up(urlconf: str) -> None:
    """Of the product's own addresses, that no beginning is missing."""
    outside = [f"/{route}" for route, view in walked(get_resolver(urlconf)) if said_so(view)]
    assert len(outside) > 5
    assert [route for route in outside if not route.startswith(_beginnings(urlconf))] == []


def said_so(view: object) -> bool:
    return bool(getattr(view, "_non_atomic_requests", None))


def walked(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, object]]:
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern).removeprefix("^")
        if isinstance(entry, URLResolver):
            yield from walked(entry, route)
        else:
            yield route, entry.callback


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


def test_a_stream_that_is_cut_short_leaves_no_language_behind(client: Client) -> None:
    answer = client.get("/streamed/", headers={"accept-language": "hi"})
    with override("ta"):
        pieces = iter(answer.streaming_content)
        next(pieces)
        answer.close()
        assert get_language() == "ta"
        assert schema_or_none() is None
