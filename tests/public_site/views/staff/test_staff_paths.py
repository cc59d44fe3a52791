"""Staff write career paths; nobody else gets near them."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from learning.catalogue.models import CareerPath, PathStep
from tenants.accounts.enums import Role
from tenants.schemas import PUBLIC, in_public
from tests.factories.accounts import UserFactory
from tests.factories.catalogue import PathFactory, make_path, make_published_course

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
LIST = "/staff/paths/"
WORDS = {"title": "First job", "level": "fresher", "language": "en"}


@pytest.fixture
def staff(db: None, browser_of: Browser) -> Client:
    """The browser of one of our staff."""
    with in_public():
        return browser_of(PUBLIC, UserFactory(roles=[Role.STAFF]))


def test_from_nothing_to_a_published_path(staff: Client) -> None:
    with in_public():
        course = make_published_course(title="Cold calls")
    made = staff.post(f"{LIST}new/", WORDS)
    assert made.status_code == 302
    page = made["Location"]
    refused = staff.post(f"{page}publish/")
    assert refused.status_code == 409
    assert "Add a step first" in refused.content.decode()
    step = staff.post(f"{page}steps/", {"new-title": "Basics", "new-summary": ""})["Location"]
    assert "Cold calls" in staff.get(step).content.decode()
    assert staff.post(f"{step}courses/", {"course": str(course.id)})["Location"] == step
    assert staff.post(f"{page}publish/")["Location"] == page
    shown = staff.get("/paths/first-job/").content.decode()
    assert "Basics" in shown
    assert "Cold calls" in shown
    undo = staff.post(f"{page}hide/", follow=True).content.decode()
    assert f"{page}publish/" in undo
    assert staff.get("/paths/first-job/").status_code == 404


@pytest.mark.parametrize("role", [None, Role.CONSUMER, Role.INSTRUCTOR, Role.RECRUITER])
def test_nobody_but_staff(browser_of: Browser, role: Role | None) -> None:
    with in_public():
        course = make_published_course()
        path = make_path(course, published=False)
        step = path.steps.get()
        user = UserFactory(roles=[role]) if role else None
    browser, code = browser_of(PUBLIC, user), 403 if role else 302
    one, at = f"{LIST}{path.id}/", f"{LIST}steps/{step.id}/"
    for address in (LIST, f"{LIST}new/", one, at):
        assert browser.get(address).status_code == code, address
    for address in (
        f"{LIST}new/", one, f"{one}publish/", f"{one}hide/", f"{one}move/", f"{one}steps/", at,
        f"{at}move/", f"{at}remove/", f"{at}restore/", f"{at}courses/",
        f"{at}courses/{course.id}/remove/", f"{at}courses/{course.id}/move/",
    ):  # fmt: skip
        data = {**WORDS, "new-title": "X", "title": "X", "step": "1", "course": str(course.id)}
        assert browser.post(address, data).status_code == code, address
    with in_public():
        assert list(CareerPath.objects.values_list("title", "status")) == [(path.title, "draft")]
        assert list(PathStep.objects.values_list("title", "deleted_at")) == [("Step 1", None)]
        assert step.courses.count() == 1


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_takes_as_many_queries_for_many(
    staff: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    with in_public():
        for _ in range(count):
            make_path(make_published_course(modules=1, lessons=1))
    staff.get(LIST)
    with django_assert_num_queries(LIST_QUERIES):
        page = staff.get(LIST).content.decode()
    assert page.count('<th scope="row">') == min(count, 25)


# Two ends of the request, session, person, roles, count, rows, figures.
LIST_QUERIES = 8


def test_the_list_is_searched_filtered_and_sorted(staff: Client) -> None:
    with in_public():
        make_path(make_published_course(), title="Alpha", level="senior")
        PathFactory(title="Beta", language="hi")
    for query, shown in (
        ("", ["Alpha", "Beta"]),
        ("?q=alph", ["Alpha"]),
        ("?q=step+1", ["Alpha"]),
        ("?status=draft", ["Beta"]),
        ("?level=senior", ["Alpha"]),
        ("?language=hi", ["Beta"]),
        ("?language=xx&level=nonsense&sort=nonsense&page=99", ["Alpha", "Beta"]),
        (f"?q={'x' * 5000}", ["Alpha", "Beta"]),
        ("?q=%00", ["Alpha", "Beta"]),
        ("?q=nothing", []),
        ("?sort=-title", ["Beta", "Alpha"]),
    ):
        page = staff.get(f"{LIST}{query}").content.decode()
        found = sorted((page.find(f">{name}<"), name) for name in ("Alpha", "Beta"))
        assert [name for at, name in found if at >= 0] == shown, query


@pytest.mark.parametrize(
    "bad", [{"title": ""}, {"title": "x" * 121}, {"level": "boss"}, {"language": "fr"}]
)
def test_bad_words_are_kept_and_change_nothing(staff: Client, bad: dict[str, str]) -> None:
    with in_public():
        path = PathFactory(title="Before")
    for address in (f"{LIST}new/", f"{LIST}{path.id}/"):
        answer = staff.post(address, {**WORDS, "summary": "Typed words", **bad})
        assert answer.status_code == 422
        assert "Typed words" in answer.content.decode()
    with in_public():
        assert list(CareerPath.objects.values_list("title", flat=True)) == ["Before"]


def test_a_removed_step_comes_back_by_the_toast(staff: Client) -> None:
    with in_public():
        path = make_path(make_published_course())
        step = path.steps.get()
    at = f"{LIST}steps/{step.id}/"
    page = staff.post(f"{at}remove/", follow=True).content.decode()
    assert f"{at}restore/" in page
    assert staff.get(at).status_code == 404
    assert staff.post(f"{at}restore/")["Location"] == f"{LIST}{path.id}/"
    assert staff.get(at).status_code == 200


def test_what_is_not_there_is_404_and_nonsense_moves_nothing(staff: Client) -> None:
    with in_public():
        path = make_path(make_published_course(), make_published_course())
        step = path.steps.first()
        assert step is not None
    for address in (f"{LIST}{uuid4()}/", f"{LIST}steps/{uuid4()}/"):
        assert staff.get(address).status_code == 404
        assert staff.post(address, WORDS).status_code == 404
    for data in ({}, {"step": "up"}, {"step": "99"}):
        assert staff.post(f"{LIST}steps/{step.id}/move/", data).status_code == 302
    answer = staff.post(f"{LIST}steps/{step.id}/courses/", {"course": "nonsense"})
    assert answer.status_code == 422
    with in_public():
        assert list(path.steps.values_list("title", flat=True)) == ["Step 1", "Step 2"]
