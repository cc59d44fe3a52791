"""Names as they come: very long, of one word, written from right to left. Pages hold, and say whose is whose."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from learning.catalogue.models import Course
from tenants.accounts.models import User
from tenants.schemas import in_tenant
from tests.pages.rules import widen
from tests.pages.site import Site
from tests.pages.table import COMPANY

LONG = "Venkatanarasimharajuvaripeta" * 5 + " Rao"  # 144 letters, of the 150 that are kept
ARABIC = "محمد بن عبد العزيز"
ODD = {
    "long": (LONG, LONG[:120]),
    "one word": ("Madonna", "Why"),
    "right to left": (ARABIC, "فن البيع"),
}
PAGES = (
    ("learner", "/"),
    ("learner", "/account/"),
    ("learner", "/learn/"),
    ("learner", "/learn/{course_id}/"),
    ("owner", "/manage/people/"),
    ("owner", "/manage/people/{person_id}/"),
    ("manager", "/team/"),
    ("manager", "/team/{person_id}/"),
    ("author", "/studio/{course_id}/"),
)


@pytest.fixture(params=sorted(ODD))
def name(request: pytest.FixtureRequest, site: Site) -> Iterator[str]:
    """Everybody of the company, and its courses, are named so meanwhile."""
    site.speak("en")
    world = site.worlds[COMPANY]
    person, title = ODD[request.param]

    def rename() -> dict[object, str]:
        with in_tenant(world.tenant):
            before = dict(User.objects.values_list("id", "name"))
            User.objects.update(name=person)
            titles = dict(Course.objects.values_list("id", "title"))
            Course.objects.update(title=title)
        return {**before, **titles}

    def restore() -> None:
        with in_tenant(world.tenant):
            for row in (*User.objects.all(), *Course.objects.all()):
                kind, field = (User, "name") if isinstance(row, User) else (Course, "title")
                kind.objects.filter(id=row.id).update(**{field: before[row.id]})

    before = site.ask(rename)
    yield person
    site.ask(restore)


@pytest.mark.parametrize("width", [320, 1440])
def test_pages_hold(
    name: str, width: int, site: Site, tab_of: Callable[[str, str, str], Page]
) -> None:
    ids = site.worlds[COMPANY].ids
    troubles = {}
    for who, template in PAGES:
        page = tab_of(COMPANY, who, "en")
        widen(page, width)
        page.goto(site.origin(COMPANY) + template.format(**ids))
        troubles[template] = widen(page, width)
    assert not any(troubles.values()), troubles


def test_a_name_too_long_to_keep_is_told_beside_the_field(
    site: Site, context_of: Callable[[str, str, str], BrowserContext]
) -> None:
    site.speak("en")
    page = context_of(COMPANY, "learner", "en").new_page()
    page.goto(f"{site.origin(COMPANY)}/account/")
    field = page.locator("input[name=name]")
    field.evaluate("el => el.removeAttribute('maxlength')")
    field.fill("x" * 200)
    page.locator("form", has=field).get_by_role("button").first.click()
    expect(field).to_have_attribute("aria-invalid", "true")
    assert field.input_value() == "x" * 200
    page.close()
