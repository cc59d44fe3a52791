"""Which addresses the check asks: what a URL table has without ids, and what pages link to."""

import sys
from types import ModuleType

import pytest
from django.http import HttpResponse
from django.urls import include, path, re_path

from deploy.local.addresses import links_in, plain_paths, route_of

TABLE = "tests_addresses_urls"


@pytest.fixture(autouse=True)
def table(monkeypatch: pytest.MonkeyPatch) -> None:
    def view(request: object) -> HttpResponse:
        return HttpResponse()

    module = ModuleType(TABLE)
    inner = [path("", view), path("<uuid:course_id>/", view), path("new/", view)]
    module.urlpatterns = [
        path("", view),
        path("courses/", include(inner)),
        path("<slug:company>/people/", include(inner)),
        re_path(r"^account/login/$", view),
        re_path(r"^account/key/(?P<key>\w+)/$", view),
        path(".well-known/did.json", view),
    ]
    monkeypatch.setitem(sys.modules, TABLE, module)


def test_every_path_without_a_parameter_is_found_in_order():
    assert plain_paths(TABLE) == [
        "/",
        "/courses/",
        "/courses/new/",
        "/account/login/",
        "/.well-known/did.json",
    ]


def test_two_courses_are_one_kind_of_page():
    one, two = (
        route_of(f"/courses/00000000-0000-7000-8000-00000000000{n}/?page=2", TABLE) for n in (1, 2)
    )
    assert one == two == "courses/<uuid:course_id>/"
    assert route_of("/nowhere/", TABLE) == ""


def test_links_are_those_of_the_same_host():
    page = """
        <link rel="stylesheet" href="/static/css/base.css"><a href="?page=2&amp;q=a">next</a>
        <a href="../learn/#top">up</a><a href="https://example.com/">away</a><a href="//cdn.example/x">away</a>
        <a href="mailto:a@example.com">mail</a><a>none</a><img src="data:,"><img src="/logo.png"><a href="../learn/">up</a>
    """
    assert links_in(page, "/team/") == [
        "/static/css/base.css",
        "/team/?page=2&q=a",
        "/learn/",
        "/logo.png",
    ]
