"""Certificates on a learner's home: those that hold, counted and named; those revoked said to be so."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils.html import strip_tags

from learning.credentials.models import Certificate
from learning.delivery.api import complete_lesson
from tenants.accounts.api import User
from tenants.kernel.clock import frozen
from tenants.schemas import PUBLIC, in_public
from tests.factories.accounts import UserFactory
from tests.factories.delivery import course_of, enrolled_in, lesson_ids

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
NONE_YET = "Finish every lesson of a course and its certificate appears here by itself."


def award(learner: User, *, courses: int, revoked: int = 0) -> None:
    """Have somebody finish courses, the last one now; the first of them are revoked."""
    with in_public():
        for number in range(courses):
            with frozen(NOW - timedelta(days=courses - 1 - number)):
                info = enrolled_in(course_of("text", title=f"Course {number}"), learner)
                complete_lesson(enrolment_id=info.id, lesson_id=lesson_ids(info)[0])
        for row in Certificate.objects.filter(learner=learner).order_by("issued_at")[:revoked]:
            row.revoked_at, row.revoked_reason = NOW, "A mistake."
            row.save()


def tile(browser: Client) -> tuple[str, list[str]]:
    """Return the words of the tile and the kinds of address it leads to."""
    page = browser.get("/learn/").content.decode()
    start = page.index('<section class="card" aria-labelledby="aw"')
    html = page[start : page.index("</section>", start)]
    addresses = re.findall(r'<a [^>]*?href="([^"]+)"', html)
    listing = "/learn/certificates/"
    kinds = ["list" if one == listing else "certificate" for one in addresses]
    assert all(one.startswith(listing) for one in addresses)
    return " ".join(strip_tags(html.replace("<", " <")).split()), kinds


@pytest.mark.parametrize(
    ("courses", "revoked", "said", "leads_to"),
    [
        (0, 0, f"Certificates {NONE_YET}", []),
        (1, 0, "Certificates 1 certificate Course 0 24 Nov 2026", ["list", "certificate"]),
        (
            4,
            0,
            "Certificates 4 certificates Course 3 24 Nov 2026 Course 2 23 Nov 2026 "
            "Course 1 22 Nov 2026",
            ["list", *["certificate"] * 3],
        ),
        (
            3,
            2,
            "Certificates 1 certificate Course 2 24 Nov 2026 2 revoked certificates",
            ["list", "certificate", "list"],
        ),
        (1, 1, "Certificates 1 revoked certificate", ["list"]),
    ],
)
def test_certificates_are_counted_as_they_are(
    browser_of: Browser, courses: int, revoked: int, said: str, leads_to: list[str]
) -> None:
    with in_public():
        learner, other = UserFactory(), UserFactory()
    award(other, courses=1)
    award(learner, courses=courses, revoked=revoked)
    assert tile(browser_of(PUBLIC, learner)) == (said, leads_to)


def test_a_mark_is_named_as_what_it_is(browser_of: Browser) -> None:
    with in_public():
        learner = UserFactory()
    award(learner, courses=1)
    with in_public():
        Certificate.objects.filter(learner=learner).update(score_percent=85)
    said, _kinds = tile(browser_of(PUBLIC, learner))
    assert said == "Certificates 1 certificate Course 0 24 Nov 2026 · Score 85%"
