"""The catalogue's pages for a guest: addresses, partials, nonsense, few queries whatever the length."""

from collections.abc import Callable

import pytest
from django.test import Client

from learning.catalogue.models import Course
from learning.catalogue.services.slug import free_slug
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.catalogue import make_published_course

pytestmark = pytest.mark.django_db
RESULTS = {"HX-Request": "true", "HX-Target": "results"}


def shelf() -> tuple[Course, Course, Course]:
    return (
        make_published_course(title="Price objections", slug="price", level="intermediate"),
        make_published_course(title="सही सवाल", slug="sahi", language="hi"),
        make_published_course(title="Demos that sell", slug="demos", industry="saas"),
    )


def body(client: Client, address: str, **headers: str) -> str:
    response = client.get(address, headers=headers)
    assert response.status_code == 200, address
    return response.content.decode()


def test_filters_stand_in_the_address_and_chips_take_them_away(
    public: TenantInfo, browser_of: Callable[..., Client]
) -> None:
    with in_tenant(public):
        shelf()
    page = body(browser_of(public), "/courses/?language=hi&language=en&industry=saas&q=demo")
    assert 'href="/courses/demos/"' in page
    assert 'href="/courses/sahi/"' not in page
    # Chips: each one's address leaves out its own choice only.
    assert 'href="?q=demo&amp;language=en&amp;industry=saas"' in page
    assert 'href="?language=en&amp;language=hi&amp;industry=saas"' in page
    assert 'id="f-language-hi" name="language" value="hi" checked' in page


def test_htmx_gets_results_and_counts_and_going_back_the_whole_page(
    public: TenantInfo, browser_of: Callable[..., Client]
) -> None:
    with in_tenant(public):
        shelf()
    client = browser_of(public)
    response = client.get("/courses/?q=&industry=saas&page=1", headers=RESULTS)
    partial = response.content.decode()
    assert "<html" not in partial
    assert 'id="facets" hx-swap-oob="true"' in partial
    assert response["HX-Push-Url"] == "/courses/?industry=saas"
    assert {"HX-Request", "HX-Target", "HX-History-Restore-Request"} <= {
        name.strip() for name in response["Vary"].split(",")
    }
    back = body(client, "/courses/", **RESULTS, **{"HX-History-Restore-Request": "true"})
    assert back.count("<html") == 1
    assert 'hx-swap-oob="true"' not in back


@pytest.mark.parametrize(
    "address",
    [
        "/courses/?level=nonsense&language=xx&industry=&length=1&format=%00&sort=drop&page=99999",
        "/courses/?page=-1",
        "/courses/?page=९",
        "/courses/?page=999999999999999999999",
        "/courses/?sort=relevance",
    ],
)
def test_nonsense_counts_as_not_said(
    public: TenantInfo, browser_of: Callable[..., Client], address: str
) -> None:
    with in_tenant(public):
        shelf()
    page = body(browser_of(public), address)
    for slug in ("price", "sahi", "demos"):
        assert f'href="/courses/{slug}/"' in page


def test_a_long_search_finds_nothing_and_says_what_to_do(
    public: TenantInfo, browser_of: Callable[..., Client]
) -> None:
    with in_tenant(public):
        shelf()
    client = browser_of(public)
    page = body(client, "/courses/?q=" + "%25" * 5000)
    assert "No course fits all of this" in page
    assert "%" * 201 not in page
    assert "<script>alert" not in body(client, "/courses/?q=<script>alert(1)</script>")


def test_suggestions_are_options_alone(
    public: TenantInfo, browser_of: Callable[..., Client]
) -> None:
    with in_tenant(public):
        shelf()
    client = browser_of(public)
    page = body(client, "/courses/suggest/?q=dem")
    assert page.count('role="option"') == 2
    assert 'data-url="/courses/demos/"' in page
    assert 'data-url="/courses/?q=dem"' in page
    assert 'data-url="/courses/?industry=saas"' in body(client, "/courses/suggest/?q=saas")
    for nothing in ("", "x", "%25%25", "q" * 5000):
        assert 'role="option" data-url="/courses/d' not in body(
            client, f"/courses/suggest/?q={nothing}"
        )
    hostile = body(client, "/courses/suggest/?q=%22%3E%3Cscript%3Edemos")
    assert "<script>" not in hostile


def test_courses_side_by_side(public: TenantInfo, browser_of: Callable[..., Client]) -> None:
    with in_tenant(public):
        shelf()
        draft = make_published_course(title="Fourth", slug="fourth")
    client = browser_of(public)
    page = body(client, "/courses/compare/?c=sahi&c=price&c=sahi")
    assert page.index("/courses/sahi/") < page.index("/courses/price/")
    assert 'href="/courses/demos/"' not in page
    four = body(client, f"/courses/compare/?c=price&c=sahi&c=demos&c={draft.slug}")
    assert "Three fit side by side; 1 more is left out." in four
    assert 'href="/courses/fourth/"' not in four
    unknown = body(client, "/courses/compare/?c=price&c=no-such")
    assert "1 course of this address is no longer in the catalogue." in unknown
    for none in ("", "?c=", "?c=%00", "?c=" + "x" * 9000, "?c=nothing"):
        assert "Nothing to compare yet" in body(client, f"/courses/compare/{none}")


def test_no_course_takes_the_address_of_a_page(public: TenantInfo) -> None:
    with in_tenant(public):
        assert (free_slug("Compare"), free_slug("Suggest")) == ("compare-2", "suggest-2")


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/courses/", 4),
        ("/courses/?q=course&level=beginner", 4),
        ("/courses/suggest/?q=beginner", 4),
    ],
)
def test_few_queries_for_a_guest(
    public: TenantInfo,
    browser_of: Callable[..., Client],
    django_assert_num_queries: Callable[..., object],
    count: int,
    address: str,
    queries: int,
) -> None:
    with in_tenant(public):
        for _number in range(count):
            make_published_course(modules=1, lessons=1)
    client = browser_of(public)
    client.get(address)
    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 200
