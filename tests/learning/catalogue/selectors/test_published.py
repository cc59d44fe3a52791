"""The published list: search, filters with counts, order, pages; few queries whatever its length."""

from collections.abc import Callable

import pytest

from learning.catalogue.models import Course
from learning.catalogue.selectors.cards import cards_of_courses, cards_of_versions
from learning.catalogue.selectors.facets import CatalogueQuery
from learning.catalogue.selectors.outline import get_lesson_body, get_outline
from learning.catalogue.selectors.published import list_published, published_course
from learning.catalogue.services.course import archive_course
from learning.catalogue.services.publication import publish_course
from tenants.kernel.errors import Missing
from tenants.kernel.ids import uuid7
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.catalogue import (
    CourseFactory,
    current_version,
    make_published_course,
)

pytestmark = pytest.mark.django_db


def titles(**query: object) -> list[str]:
    return [card.title for card in list_published(CatalogueQuery(**query)).cards]


def shelf() -> dict[str, Course]:
    made = {
        "price": make_published_course(
            title="Handling Price Objections", level="intermediate", industry="b2b"
        ),
        "ask": make_published_course(
            title="Discovery Questions", description_md="How to *negotiate* later", industry="saas"
        ),
        "hindi": make_published_course(
            title="सही सवाल पूछना", language="hi", lessons=1, instructor_name="Ravi Kulkarni"
        ),
    }
    CourseFactory(title="Discovery of a draft")
    gone = make_published_course(title="Discovery, archived")
    archive_course(course_id=gone.id, actor=gone.owner)
    return made


def test_only_published_courses_newest_first(public: TenantInfo) -> None:
    with in_tenant(public):
        shelf()
        assert titles() == ["सही सवाल पूछना", "Discovery Questions", "Handling Price Objections"]
        assert titles(sort="title")[0] == "Discovery Questions"
        assert titles(sort="shortest")[0] == "सही सवाल पूछना"


def test_the_readers_language_comes_first_unless_something_else_decides(
    public: TenantInfo,
) -> None:
    newest = ["सही सवाल पूछना", "Discovery Questions", "Handling Price Objections"]
    english = ["Discovery Questions", "Handling Price Objections", "सही सवाल पूछना"]
    with in_tenant(public):
        shelf()
        assert titles(reader="en") == titles(reader="en", sort="language") == english
        assert titles(reader="hi") == titles(reader="bn") == newest
        assert titles(reader="en", sort="newest") == titles(sort="language") == newest
        assert titles(reader="en", q="सवाल") == newest[:1]
        assert list_published(CatalogueQuery(reader="en", q="e")).sort == "relevance"
        assert list_published(CatalogueQuery(reader="en")).sort == "language"


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("objection", ["Handling Price Objections"]),
        ("prize objektions", ["Handling Price Objections"]),
        ("discov", ["Discovery Questions"]),
        ("negotiating", ["Discovery Questions"]),
        ("kulkarni", ["सही सवाल पूछना"]),
        ("सवाल", ["सही सवाल पूछना"]),
        ("quantum", []),
        ("'; DROP TABLE --", []),
        ("%", []),
        ("\x00", ["सही सवाल पूछना", "Discovery Questions", "Handling Price Objections"]),
        ('"price obj', ["Handling Price Objections"]),
    ],
)
def test_search(public: TenantInfo, q: str, found: list[str]) -> None:
    with in_tenant(public):
        shelf()
        assert titles(q=q) == found


def test_filters_and_their_counts(public: TenantInfo) -> None:
    with in_tenant(public):
        shelf()
        page = list_published(CatalogueQuery(language=("en",)))
        assert page.total == 2
        assert {o.value: o.count for o in page.facets["language"]} == {
            "en": 2, "hi": 1, "ta": 0, "te": 0, "bn": 0,
        }  # fmt: skip
        levels = {o.value: (o.count, o.selected) for o in page.facets["level"]}
        assert levels == {
            "beginner": (1, False), "intermediate": (1, False), "advanced": (0, False),
        }  # fmt: skip
        both = list_published(CatalogueQuery(language=("en",), industry=("b2b",), q="price"))
        assert (both.total, [card.title for card in both.cards]) == (
            1,
            ["Handling Price Objections"],
        )
        assert list_published(CatalogueQuery(level=("nonsense",))).total == 0


def test_pages(public: TenantInfo) -> None:
    with in_tenant(public):
        for number in range(5):
            make_published_course(title=f"Course {number}", modules=1, lessons=1)
        first = list_published(CatalogueQuery(sort="title", page_size=2))
        last = list_published(CatalogueQuery(sort="title", page_size=2, page=99))
        assert (first.page, first.pages, first.total) == (1, 3, 5)
        assert [card.title for card in first.cards] == ["Course 0", "Course 1"]
        assert (last.page, [card.title for card in last.cards]) == (3, ["Course 4"])


def test_a_card_says_what_the_version_holds(acme: TenantInfo) -> None:
    with in_tenant(acme):
        course = make_published_course(modules=2, lessons=3)
        card = list_published().cards[0]
        assert (card.modules_total, card.lessons_total, card.duration_seconds) == (2, 6, 720)
        assert card.duration_minutes == 12
        assert card.modules == ()
        whole = cards_of_courses([course.id])[course.id]
        assert [module.duration_seconds for module in whole.modules] == [360, 360]
        assert (card.hue, card.figure) == (course.hue, course.figure)
        first = current_version(course)
        publish_course(course_id=course.id, actor=course.owner)
        course.refresh_from_db()
        by_version = cards_of_versions([first.id, current_version(course).id])
        assert [by_version[first.id].version_number, len(by_version)] == [1, 2]
        assert cards_of_courses([course.id, uuid7()])[course.id].version_number == 2


@pytest.mark.parametrize("count", [1, 30])
def test_two_queries_for_a_page_of_any_length(
    public: TenantInfo, count: int, django_assert_num_queries: Callable[..., object]
) -> None:
    with in_tenant(public):
        for _number in range(count):
            make_published_course(modules=1, lessons=1)
        with django_assert_num_queries(2):
            page = list_published(CatalogueQuery(page_size=50))
        assert len(page.cards) == count


def test_a_course_by_id_and_by_slug(
    public: TenantInfo, django_assert_num_queries: Callable[..., object]
) -> None:
    with in_tenant(public):
        course = make_published_course(slug="closing", description_md="**Bold**")
        with django_assert_num_queries(1):
            found = published_course("closing")
        assert found.description_html == "<p><strong>Bold</strong></p>\n"
        assert (
            found.outline
            == published_course(course.id).outline
            == get_outline(current_version(course).id)
        )
        draft = CourseFactory(slug="draft")
        for nothing in ("draft", draft.id, uuid7(), "none"):
            with pytest.raises(Missing):
                published_course(nothing)


def test_the_outline_and_one_lesson_s_text(
    acme: TenantInfo, django_assert_num_queries: Callable[..., object]
) -> None:
    with in_tenant(acme):
        version = current_version(make_published_course())
        with django_assert_num_queries(1):
            outline = get_outline(version.id)
        lessons = outline.lessons
        with django_assert_num_queries(1):
            assert get_lesson_body(outline, lessons[2].id).startswith("<p>Ask first.")
        assert outline.neighbours(lessons[0].id) == (None, lessons[1])
        assert outline.neighbours(lessons[3].id) == (lessons[2], None)
        for wrong in (uuid7(), version.id):
            with pytest.raises(Missing):
                get_lesson_body(outline, wrong)
        with pytest.raises(Missing):
            get_outline(uuid7())


def test_another_company_s_version_is_missing(acme: TenantInfo, zenith: TenantInfo) -> None:
    with in_tenant(acme):
        version_id = current_version(make_published_course()).id
        assert get_outline(version_id).version_id == version_id
    with in_tenant(zenith):
        assert cards_of_versions([version_id]) == {}
        with pytest.raises(Missing):
            get_outline(version_id)
