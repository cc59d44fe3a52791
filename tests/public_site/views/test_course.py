"""A course's public page: what it shows and says about itself, its picture, few queries."""

import json
import re
from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from PIL import Image

from learning.catalogue.api import cards_of_courses, share_digest
from learning.catalogue.models import Course, Lesson
from learning.catalogue.services.publication import publish_course
from tenants.accounts.enums import Role
from tenants.accounts.models import User
from tenants.kernel.clock import now
from tenants.kernel.names import public_link
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.catalogue import (
    CourseFactory,
    LessonFactory,
    ModuleFactory,
    make_published_course,
)
from tests.factories.instructor import teach
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


def words_of(html: str) -> str:
    """What stands in a piece of a page, as one line without markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def section(page: str, heading: str) -> str:
    """The one section whose heading is this."""
    (found,) = [
        part
        for part in re.findall(r"<section\b.*?</section>", page, re.S)
        if re.search(rf"<h2[^>]*>{heading}</h2>", part)
    ]
    return found


def made_course(instructor: User) -> tuple[Course, Lesson]:
    """A course with everything that its page can show, and its one lesson that is open to all."""
    course = CourseFactory(
        title="Price objections",
        slug="price",
        owner=instructor,
        instructor_name=instructor.display_name,
        outcomes=["Ask before telling", "Say the price & stay silent"],
        prerequisites_md="Have sold **once**.",
    )
    first = ModuleFactory(course=course, title="The first call")
    LessonFactory(module=first, title="Why they object", duration_seconds=180)
    open_one = LessonFactory(
        module=first, title="A call, heard", duration_seconds=240, is_preview=True
    )
    second = ModuleFactory(course=course, title="The offer")
    LessonFactory(module=second, title="Three prices", duration_seconds=5400)
    publish_course(course_id=course.id, actor=instructor)
    course.refresh_from_db()
    return course, open_one


def test_what_somebody_needs_to_decide_is_on_the_page(
    public: TenantInfo, browser_of: Callable[..., Client]
) -> None:
    with in_tenant(public):
        course, open_one = made_course(teach("meera-krishnan"))
        for stars in (5, 5, 4, 1):
            make_review(course, stars=stars)
    page = body(browser_of(public), "/courses/price/")

    gains = re.findall(r"<li>.*?</li>", section(page, "What you will be able to do"), re.S)
    assert [words_of(one) for one in gains] == [
        "Ask before telling",
        "Say the price &amp; stay silent",
    ]
    assert "<p>Have sold <strong>once</strong>.</p>" in section(page, "Before you start")
    assert "Nothing needed" not in page

    curriculum = section(page, "Curriculum")
    modules = re.findall(r"<summary>(.*?)</summary>\s*<ul>(.*?)</ul>", curriculum, re.S)
    assert [words_of(head) for head, _lessons in modules] == [
        "1. The first call 7 min 2 lessons free to try",
        "2. The offer 1 h 30 min 1 lesson",
    ]
    assert [words_of(lessons) for _head, lessons in modules] == [
        "Why they object 3 min A call, heard Preview 4 min",
        "Three prices 1 h 30 min",
    ]
    way = f"/courses/price/preview/{open_one.id}/"
    assert re.findall(r'<a class="link small" href="([^"]+)"', curriculum) == [way]
    # And beside the price, where it is the first thing somebody without an account can do.
    assert page.count(f'href="{way}"') == 3
    assert "A call, heard" in body(browser_of(public), way)

    assert '<a href="/instructors/meera-krishnan/">Meera Krishnan</a>' in section(
        page, "Your instructor"
    )
    spread = page.partition('<div class="spread">')[2].partition("</table>")[0]
    assert "out of 5, from 4 learners" in spread
    assert [words_of(row) for row in re.findall(r"<tr>.*?</tr>", spread)] == [
        "5 stars 2",
        "4 stars 1",
        "3 stars 0",
        "2 stars 0",
        "1 star 1",
    ]


def test_the_bar_at_the_bottom_leads_in(
    public: TenantInfo, browser_of: Callable[..., Client]
) -> None:
    with in_tenant(public):
        course = make_published_course(slug="price")
        stranger, learner = UserFactory(), studying(course).learner
    ways = {
        None: '<a class="btn primary " href="/account/signup/?next=/courses/price/">Enrol, free</a>',
        stranger: f'<form method="post" action="/learn/{course.id}/enrol/">',
        learner: f'<a class="btn primary " href="/learn/{course.id}/">Continue</a>',
    }
    for who, way in ways.items():
        page = body(browser_of(public, who), "/courses/price/")
        assert "has-buybar" in page.partition("<body")[2].partition(">")[0]
        (bar,) = re.findall(r'<div class="buybar">.*?</div>', page, re.S)
        assert way in bar
        assert "8 min" in words_of(bar)


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
    # Absolute: who shares a link fetches the picture from elsewhere.
    assert f'<meta property="og:image" content="{public_link(address)}">' in page
    assert f'<meta property="og:url" content="{public_link("/courses/hindi/")}">' in page
    assert public_link(address).startswith(("http://", "https://"))
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
