"""What search engines find: every public page in each language, and nobody's private ones."""

import json
import re
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tenants.schemas import PUBLIC, in_public
from tests.factories.catalogue import CourseFactory, make_published_course

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
CODES = {code for code, _name in settings.LANGUAGES}
NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def parts(browser: Client) -> list[str]:
    """Return the paths of the sitemap's parts."""
    tree = ElementTree.fromstring(browser.get("/sitemap.xml").content)
    return [path_of(loc.text) for loc in tree.iterfind("s:sitemap/s:loc", NS)]


def path_of(address: str | None) -> str:
    """Return the path of one of our own addresses."""
    assert address is not None
    assert address.startswith(f"{settings.PUBLIC_ORIGIN}/")
    return address.removeprefix(settings.PUBLIC_ORIGIN)


def entries(browser: Client) -> dict[str, dict[str, str]]:
    """Return the listed paths, each with its alternates by language."""
    found = {}
    for part in parts(browser):
        tree = ElementTree.fromstring(browser.get(part).content)
        for entry in tree.iterfind("s:url", NS):
            found[path_of(entry.findtext("s:loc", namespaces=NS))] = {
                link.attrib["hreflang"]: path_of(link.attrib["href"])
                for link in entry.iterfind("x:link", NS)
            }
    return found


def canonical(page: str) -> str:
    """Return the path of a page's canonical address."""
    found = re.search(r'<link rel="canonical" href="([^"]+)">', page)
    assert found, "no canonical address"
    return path_of(found[1].replace("&amp;", "&"))


def test_every_listed_page_is_there_and_names_itself(browser_of: Browser) -> None:
    with in_public():
        make_published_course(slug="price")
    browser = browser_of(PUBLIC)
    listed = entries(browser)
    assert "/courses/price/?lang=hi" in listed
    for path, others in listed.items():
        answer = browser.get(path)
        page = answer.content.decode()
        assert answer.status_code == 200, path
        assert canonical(page) == path
        assert "noindex" not in page, path
        assert others["x-default"] == others["en"] == path.partition("?")[0]
        assert path in others.values()
        links = dict(re.findall(r'hreflang="([^"]+)" href="([^"]+)"', page))
        assert {code: path_of(url) for code, url in links.items()} == others, path


def test_drafts_are_not_listed(browser_of: Browser) -> None:
    with in_public():
        CourseFactory(slug="draft")
    assert not [path for path in entries(browser_of(PUBLIC)) if "draft" in path]


@pytest.mark.parametrize("count", [1, 30])
def test_courses_take_one_query_each_time_they_are_read(
    browser_of: Browser, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    with in_public():
        for _ in range(count):
            make_published_course(modules=1, lessons=1)
    browser = browser_of(PUBLIC)
    with django_assert_num_queries(QUERIES_OF_A_PART):
        answer = browser.get("/sitemap-courses.xml")
    assert answer.content.count(b"<loc>") == count * len(CODES)


QUERIES_OF_A_PART = 3


@pytest.mark.parametrize("path", ["/sitemap-nothing.xml", "/sitemap-courses.xml?p=9", "/sitemap-courses.xml?p=x"])  # fmt: skip
def test_a_part_that_is_not_there(browser_of: Browser, path: str) -> None:
    assert browser_of(PUBLIC).get(path).status_code == 404


def test_addresses_are_ours_whatever_host_was_asked(browser_of: Browser) -> None:
    page = browser_of(PUBLIC).get("/sitemap.xml", headers={"host": "127.0.0.1"})
    if page.status_code == 200:
        assert b"127.0.0.1" not in page.content


@pytest.mark.parametrize(
    ("path", "language", "expected"),
    [
        ("/courses/?q=price&industry=b2b", "", "/courses/"),
        ("/courses/?page=2", "", "/courses/?page=2"),
        ("/courses/?page=2", "hi", "/courses/?page=2&lang=hi"),
        ("/courses/?page=nonsense&lang=xx", "", "/courses/"),
        ("/courses/?lang=en", "hi", "/courses/"),
    ],
)
def test_the_canonical_address_follows_what_is_shown(
    browser_of: Browser, path: str, language: str, expected: str
) -> None:
    answer = browser_of(PUBLIC).get(path, headers={"accept-language": language})
    assert canonical(answer.content.decode()) == expected


@pytest.mark.parametrize("path", ["/nowhere/", "/courses/nowhere/", "/account/login/"])
def test_nobody_is_sent_to_what_is_no_page(browser_of: Browser, path: str) -> None:
    page = browser_of(PUBLIC).get(path).content.decode()
    assert '<meta name="robots" content="noindex">' in page
    assert 'rel="canonical"' not in page


def test_the_home_page_says_who_we_are(browser_of: Browser) -> None:
    page = browser_of(PUBLIC).get("/").content.decode()
    text = page.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    graph = {one["@type"]: one for one in json.loads(text)["@graph"]}
    assert graph["Organization"]["url"] == f"{settings.PUBLIC_ORIGIN}/"
    assert graph["WebSite"]["potentialAction"]["target"]["urlTemplate"] == (
        f"{settings.PUBLIC_ORIGIN}/courses/?q={{search_term_string}}"
    )
