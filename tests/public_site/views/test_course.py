"""A course's public page: what it shows and says about itself, its picture, few queries."""

import json
import re
from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from PIL import Image

from learning.catalogue.api import cards_of_courses, share_digest
from learning.catalogue.models import Course
from tenants.accounts.enums import Role
from tenants.kernel.clock import now
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.catalogue import make_published_course
from tests.factories.review import make_review, studying

pytestmark = pytest.mark.django_db


def body(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def structured(page: str) -> dict[str, object]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert found is not None
    facts: dict[str, object] = json.loads(found[1])
    return facts


def test_reviews_stand_on_the_page_only_when_there_are_some(
    public: TenantInfo, browser_of: Callable[..., Client]
) -> None:
    with in_tenant(public):
        course = make_published_course(title="Price objections", slug="price")
    client = browser_of(public)
    page = body(client, "/courses/price/")
    assert "Nobody has reviewed this course yet." in page
    assert "aggregateRating" not in structured(page)
    with in_tenant(public):
        writer = UserFactory(name="Asha Rao")
        make_review(course, writer, stars=4, text="<b>Bold</b> words", signature="initials")
        make_review(course, stars=5, text="Shown", signature="name")
        make_review(course, stars=1, text="Not shown", hidden_at=now())
    page = body(client, "/courses/price/")
    assert "&lt;b&gt;Bold&lt;/b&gt; words" in page
    assert "<b>AR</b>" in page
    assert "Asha Rao" not in page.partition('id="reviews"')[2].partition("</section>")[0]
    assert "Not shown" not in page
    # A row hidden behind the service's back still counts: figures change by services alone.
    assert structured(page)["aggregateRating"] == {
        "@type": "AggregateRating",
        "ratingValue": 3.3,
        "ratingCount": 3,
        "bestRating": 5,
        "worstRating": 1,
    }
    assert "Shown" in body(client, "/courses/price/reviews/?page=nonsense")
    assert body(client, "/courses/price/reviews/?page=9999")


def test_what_authors_type_cannot_leave_the_script(
    public: TenantInfo, browser_of: Callable[..., Client]
) -> None:
    with in_tenant(public):
        make_published_course(
            title="</script><script>alert(1)</script>", slug="bad", summary="</script>&\u2028"
        )
    page = body(browser_of(public), "/courses/bad/")
    assert "<script>alert" not in page
    facts = structured(page)
    assert (facts["name"], facts["description"]) == (
        "</script><script>alert(1)</script>",
        "</script>&\u2028",
    )


def test_the_picture_of_a_course(public: TenantInfo, browser_of: Callable[..., Client]) -> None:
    with in_tenant(public):
        course = make_published_course(title="विश्वास से बिक्री", slug="hindi", language="hi")
        card = cards_of_courses([course.id])[course.id]
    client = browser_of(public)
    page = body(client, "/courses/hindi/")
    address = f"/courses/hindi/image-{share_digest(card)}.png"
    assert f'content="http://localhost:8000{address}"' in page or address in page
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert "immutable" in response["Cache-Control"]
    assert Image.open(BytesIO(response.content)).size == (1200, 630)
    assert client.get(address).content == response.content
    old = client.get("/courses/hindi/image-0000.png")
    assert (old.status_code, old["Location"]) == (302, address)
    assert client.get("/courses/none/image-0000.png").status_code == 404


def test_the_digest_follows_the_drawing(public: TenantInfo) -> None:
    with in_tenant(public):
        course = make_published_course(title="One")
        before = share_digest(cards_of_courses([course.id])[course.id])
        Course.objects.filter(id=course.id).update(title="Two")
        assert share_digest(cards_of_courses([course.id])[course.id]) != before


@pytest.mark.parametrize("count", [1, 30])
def test_few_queries_however_many_reviews(
    public: TenantInfo,
    browser_of: Callable[..., Client],
    django_assert_max_num_queries: Callable[..., object],
    count: int,
) -> None:
    with in_tenant(public):
        course = make_published_course(
            slug="many", owner=UserFactory(roles=[Role.INSTRUCTOR]), modules=3, lessons=4
        )
        for _number in range(count):
            make_review(course)
        reader = studying(course).learner
    guest, signed_in = browser_of(public), browser_of(public, reader)
    for client, most in ((guest, 8), (signed_in, 12)):
        client.get("/courses/many/")
        with django_assert_max_num_queries(most):
            assert client.get("/courses/many/").status_code == 200
    with django_assert_max_num_queries(5):
        assert guest.get("/courses/many/reviews/").status_code == 200
