"""Pages that did not change are not sent again; text is sent small."""

import gzip
from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory

from tenants.middleware.caching import PageCaching, TextCompression
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory

PAGE = '<p>%s</p><input name="csrfmiddlewaretoken" value="%s">'


def page_of(text: str, token: str = "a" * 64, **headers: str) -> Callable[..., HttpResponse]:
    def answer(request: HttpRequest) -> HttpResponse:
        return HttpResponse(PAGE % (text, token), headers=headers)

    return answer


def asked(
    view: Callable[..., HttpResponse], *, tag: str = "", secret: str = "s", **headers: str
) -> HttpResponse:
    if tag:
        headers["If-None-Match"] = tag
    request = RequestFactory().get("/", headers=headers)
    request.META["CSRF_COOKIE"] = secret
    return PageCaching(view)(request)


def test_a_page_that_did_not_change_is_not_sent_again() -> None:
    first = asked(page_of("same", "a" * 64))
    assert first.status_code == 200
    assert set(first["Cache-Control"].split(", ")) == {"no-cache", "private"}
    again = asked(page_of("same", "b" * 64), tag=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]


@pytest.mark.parametrize(
    "other",
    [
        lambda tag: asked(page_of("other"), tag=tag),
        lambda tag: asked(page_of("same"), tag=tag, secret="another's"),
        lambda tag: asked(page_of("same"), tag=tag, **{"HX-Request": "true"}),
    ],
    ids=["another text", "another secret of the form token", "a fragment"],
)
def test_whatever_differs_is_sent(other: Callable[[str], HttpResponse]) -> None:
    first = asked(page_of("same"))
    assert other(first["ETag"]).status_code == 200


def test_what_may_not_be_kept_gets_no_tag() -> None:
    answer = asked(page_of("secret", **{"Cache-Control": "no-store"}))
    assert (answer.has_header("ETag"), answer["Cache-Control"]) == (False, "no-store")
    assert not asked(lambda request: HttpResponse("x", status=404)).has_header("ETag")
    assert not asked(lambda request: HttpResponse("x", content_type="text/csv")).has_header("ETag")


@pytest.mark.django_db
def test_real_pages_of_one_person_are_kept_and_anothers_are_not(acme: TenantInfo) -> None:
    browsers = []
    with in_tenant(acme):
        for name in ("Asha Rao", "Vikram Iyer"):
            browser = Client(headers={"host": "acme.localhost"})
            browser.force_login(UserFactory(name=name))
            browsers.append(browser)
    asha, vikram = browsers
    asha.get("/learn/")
    tag = asha.get("/learn/")["ETag"]
    assert asha.get("/learn/", headers={"If-None-Match": tag}).status_code == 304
    assert vikram.get("/learn/", headers={"If-None-Match": tag}).status_code == 200


def compressed(answer: HttpResponse | StreamingHttpResponse) -> HttpResponse:
    request = RequestFactory().get("/", headers={"Accept-Encoding": "gzip"})
    return TextCompression(lambda _request: answer)(request)  # type: ignore[arg-type, return-value]


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "application/json", "image/svg+xml"])
def test_text_is_compressed(kind: str) -> None:
    answer = compressed(HttpResponse("word " * 500, content_type=kind))
    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content) == b"word " * 500


@pytest.mark.parametrize("kind", ["video/mp2t", "image/png", "application/pdf", "font/woff2"])
def test_media_are_left_alone(kind: str) -> None:
    assert not compressed(HttpResponse(b"0" * 2500, content_type=kind)).has_header(
        "Content-Encoding"
    )


def test_streams_are_left_alone() -> None:
    answer = compressed(StreamingHttpResponse([b"a,b\n"] * 500, content_type="text/csv"))
    assert not answer.has_header("Content-Encoding")
