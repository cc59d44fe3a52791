"""Pages of reviews: one's own, others', the moderators' desk."""

from collections.abc import Callable

import pytest
from django.test import Client

from learning.delivery.models import CourseReview, ReviewReport
from tenants.accounts.enums import Role
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.catalogue import make_published_course
from tests.factories.delivery import enrolled_in
from tests.factories.review import make_review, studying

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]


def test_a_learner_writes_changes_and_takes_back(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        course = make_published_course()
        learner = studying(course, UserFactory(name="Asha Rao")).learner
    client, address = browser_of(acme, learner), f"/learn/{course.id}/review/"
    assert "AR" in client.get(address).content.decode()
    sent = {"stars": "4", "text": "Good <i>one</i>", "signature": "initials"}
    assert client.post(address, sent).status_code == 302
    page = client.get(address).content.decode()
    assert "Good &lt;i&gt;one&lt;/i&gt;" in page
    assert client.post(f"{address}remove/").status_code == 302
    with in_tenant(acme):
        course.refresh_from_db()
        assert course.rating_count == 0
    assert f'action="{address}restore/"' in client.get(address).content.decode()
    client.post(f"{address}restore/")
    listed = client.get(f"/learn/{course.id}/reviews/").content.decode()
    assert "4 of 5 stars" in listed


@pytest.mark.parametrize(
    "wrong",
    [
        {"stars": "", "signature": "name"},
        {"stars": "6", "signature": "name"},
        {"stars": "x", "signature": "name"},
        {"stars": "5", "signature": "x"},
        {"stars": "5", "signature": "name", "text": "x" * 200_000},
    ],
)
def test_nonsense_is_told_and_kept(
    public: TenantInfo, browser_of: Browser, wrong: dict[str, str]
) -> None:
    with in_tenant(public):
        course = make_published_course()
        learner = studying(course).learner
    answer = browser_of(public, learner).post(f"/learn/{course.id}/review/", wrong)
    assert answer.status_code == 422
    with in_tenant(public):
        assert CourseReview.objects.count() == 0


def test_who_has_not_studied_is_told_so(public: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(public):
        course, learner = make_published_course(), UserFactory()
        enrolled_in(course, learner)
    client, address = browser_of(public, learner), f"/learn/{course.id}/review/"
    assert "Study a little first" in client.get(address).content.decode()
    assert client.post(address, {"stars": "5", "signature": "name"}).status_code == 422
    stranger = browser_of(public, _person(public))
    assert stranger.get(address).status_code == 404
    assert browser_of(public).get(address).status_code == 302


def _person(tenant: TenantInfo, *roles: Role) -> object:
    with in_tenant(tenant):
        return UserFactory(roles=list(roles))


def test_reporting_and_deciding(public: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(public):
        review = make_review(make_published_course(slug="price"), text="Buy at my shop")
    reader = browser_of(public, _person(public))
    address = f"/reviews/{review.id}/report/"
    assert reader.post(address, {"reason": ""}).status_code == 422
    assert reader.post(address, {"reason": "advert", "note": "A shop"}).status_code == 302
    for client in (
        browser_of(public),
        reader,
        browser_of(public, _person(public, Role.INSTRUCTOR)),
    ):
        assert client.get("/reviews/reported/").status_code in (302, 403)
        denied = client.post(f"/reviews/{review.id}/moderate/", {"decision": "keep"})
        assert denied.status_code in (302, 403)
    with in_tenant(public):
        assert ReviewReport.objects.filter(settled_at=None).count() == 1
    staff = browser_of(public, _person(public, Role.STAFF))
    assert "Buy at my shop" in staff.get("/reviews/reported/").content.decode()
    moderate = f"/reviews/{review.id}/moderate/"
    assert staff.post(moderate, {"decision": "hide", "reason": ""}).status_code == 422
    assert staff.post(moderate, {"decision": "burn"}).status_code == 422
    assert staff.post(moderate, {"decision": "hide", "reason": "An ad."}).status_code == 302
    assert "Buy at my shop" not in reader.get("/courses/price/").content.decode()
    assert reader.get(address).status_code == 404
    assert "Buy at my shop" in staff.get("/reviews/reported/?show=decided").content.decode()
    staff.post(f"/reviews/{review.id}/undo/")
    assert "Buy at my shop" in reader.get("/courses/price/").content.decode()


def test_who_works_on_the_course_finds_the_way_back_to_it(
    public: TenantInfo, browser_of: Browser
) -> None:
    with in_tenant(public):
        author = UserFactory(roles=[Role.INSTRUCTOR])
        course = make_published_course(owner=author)
        learner = make_review(course).enrolment.learner
    address, studio = f"/learn/{course.id}/reviews/", f'href="/studio/{course.id}/'
    page = browser_of(public, author).get(address).content.decode()
    assert f'href="{address}" aria-current="page"' in page
    assert page.count(studio) == 4
    for reader in (learner, _person(public, Role.INSTRUCTOR)):
        assert studio not in browser_of(public, reader).get(address).content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_few_queries(
    public: TenantInfo,
    browser_of: Browser,
    django_assert_max_num_queries: Callable[..., object],
    count: int,
) -> None:
    with in_tenant(public):
        course = make_published_course()
        for _number in range(count):
            review = make_review(course)
            ReviewReport.objects.create(
                review=review,
                reporter=UserFactory(),
                reason="abuse",
                reported_at=review.written_at,
            )
    staff = browser_of(public, _person(public, Role.STAFF))
    for address in ("/reviews/reported/", f"/learn/{course.id}/reviews/"):
        staff.get(address)
        with django_assert_max_num_queries(16):
            assert staff.get(address).status_code == 200
