"""An instructor's public profile: approved, current, facts only."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from public_site.models import InstructorProfile
from public_site.selectors.instructor import instructor_addresses
from public_site.services.review.effects import _instructor_slug
from tenants.kernel.clock import now
from tenants.schemas import PUBLIC, in_public
from tests.factories.catalogue import CourseFactory, make_published_course
from tests.factories.instructor import teach

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]


@pytest.mark.parametrize("count", [1, 30])
def test_facts_and_courses(
    browser_of: Browser, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    with in_public():
        user = teach()
        for _ in range(count):
            make_published_course(modules=1, lessons=1, owner=user)
        CourseFactory(owner=user, title="A draft of hers")
        make_published_course(title="Another's")
    browser = browser_of(PUBLIC)
    with django_assert_num_queries(4):
        page = browser.get("/instructors/meera-krishnan/").content.decode()
    assert page.count('<li class="book">') == count
    assert "Negotiating and closing" in page
    assert "<script>alert" not in page
    assert "A draft of hers" not in page
    assert "Another&#x27;s" not in page


def test_without_a_course_it_says_so(browser_of: Browser) -> None:
    with in_public():
        teach()
    assert "No published course yet" in (
        browser_of(PUBLIC).get("/instructors/meera-krishnan/").content.decode()
    )


def test_who_is_no_instructor_any_more_is_not_shown(browser_of: Browser) -> None:
    with in_public():
        teach("withdrawn", withdrawn_at=now())
        gone = teach("gone")
        gone.is_active = False
        gone.save()
        erased = teach("erased")
        InstructorProfile.objects.filter(user=erased).update(slug=None)
        assert instructor_addresses() == []
    browser = browser_of(PUBLIC)
    for slug in ("withdrawn", "gone", "erased", "nobody", "None"):
        assert browser.get(f"/instructors/{slug}/").status_code == 404


def test_two_of_one_name_have_two_addresses() -> None:
    with in_public():
        teach()
        assert _instructor_slug("Meera Krishnan") == "meera-krishnan-2"
        assert _instructor_slug("मीरा") == "instructor"
