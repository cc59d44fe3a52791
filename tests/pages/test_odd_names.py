"""Names as they come: very long, of one word, written from right to left. Pages hold, and say whose is whose."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from learning.catalogue.models import Course
from tenants.accounts.models import User
from tenants.schemas import in_tenant
from tests.pages.rules import widen
from tests.pages.site import Site
from tests.pages.table import COMPANY, GUEST, PUBLIC

LONG = "Venkatanarasimharajuvaripeta" * 5 + " Rao"  # 144 letters, of the 150 that are kept
ARABIC = "محمد بن عبد العزيز"
ODD = {
    "long": (LONG, LONG[:120]),
    "one word": ("Madonna", "Why"),
    "right to left": (ARABIC, "فن البيع"),
}
# Who opens what, and what of it is read there: somebody's name, the course's title.
PAGES = (
    (COMPANY, "learner", "/", ("name",)),
    (COMPANY, "learner", "/account/", ("name",)),
    (COMPANY, "learner", "/learn/", ("title",)),
    (COMPANY, "learner", "/learn/{course_id}/", ("title",)),
    (COMPANY, "owner", "/manage/people/", ("name",)),
    (COMPANY, "owner", "/manage/people/{person_id}/", ("name",)),
    (COMPANY, "manager", "/team/", ("name",)),
    (COMPANY, "manager", "/team/{person_id}/", ("name",)),
    (COMPANY, "author", "/studio/{course_id}/", ("title",)),
    (PUBLIC, GUEST, "/", ("title",)),
    (PUBLIC, GUEST, "/courses/", ("title",)),
    (PUBLIC, GUEST, "/courses/{course_slug}/", ("title",)),
    (PUBLIC, "consumer", "/account/", ("name",)),
    (PUBLIC, "author", "/teach/", ("title",)),
    (PUBLIC, "staff", "/staff/reviews/", ()),
)


@pytest.fixture(params=sorted(ODD))
def name(request: pytest.FixtureRequest, site: Site) -> Iterator[dict[str, str]]:
    """Everybody of both kinds of host, and their courses, are named so meanwhile."""
    site.speak("en")
    person, title = ODD[request.param]

    def rename() -> dict[object, str]:
        before: dict[object, str] = {}
        for world in site.worlds.values():
            with in_tenant(world.tenant):
                before |= dict(User.objects.values_list("id", "name"))
                before |= dict(Course.objects.values_list("id", "title"))
                User.objects.update(name=person)
                Course.objects.update(title=title)
        return before

    def restore() -> None:
        for world in site.worlds.values():
            with in_tenant(world.tenant):
                for row in (*User.objects.all(), *Course.objects.all()):
                    kind, field = (User, "name") if isinstance(row, User) else (Course, "title")
                    kind.objects.filter(id=row.id).update(**{field: before[row.id]})

    before = site.ask(rename)
    yield {"name": person, "title": title}
    site.ask(restore)


@pytest.mark.parametrize("width", [320, 1440])
def test_pages_hold(
    name: dict[str, str], width: int, site: Site, tab_of: Callable[[str, str, str], Page]
) -> None:
    troubles = {}
    for host, who, template, read in PAGES:
        page = tab_of(host, who, "en")
        widen(page, width)
        page.goto(site.origin(host) + template.format(**site.worlds[host].ids))
        main = page.get_by_role("main")
        unread = [
            f"{what} is not read"
            for what in read
            if not main.get_by_text(name[what]).locator("visible=true").count()
        ]
        troubles[f"{host} {template}"] = [*widen(page, width), *unread]
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
