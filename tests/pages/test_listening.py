"""Listening only: no picture is fetched, and the moment is kept, to and fro. A real ladder in a real browser."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from learning.catalogue.models import MediaAsset
from learning.catalogue.services.transcode import transcode
from learning.catalogue.services.upload import receive_video, share_files
from tenants.schemas import in_tenant
from tests.learning.catalogue.conftest import make_clip
from tests.pages.site import Site
from tests.pages.table import COMPANY

# Longer than the player buffers ahead, so that whatever it plays it still has to ask for.
SECONDS = 60


@pytest.fixture(scope="module")
def lesson(site: Site, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The path of a lesson whose video was made by the worker."""
    world = site.worlds[COMPANY]
    clip = make_clip(tmp_path_factory.mktemp("clips") / "long.mp4", size="320x180", seconds=SECONDS)
    site.ask(lambda: _prepare(site, clip))
    return f"/learn/{world.ids['course_id']}/{world.ids['video_lesson_id']}/"


def _prepare(site: Site, clip: Path) -> None:
    world = site.worlds[COMPANY]
    with in_tenant(world.tenant):
        made = receive_video(path=clip, name=clip.name, actor=world.people["author"])
        transcode(media_id=made)
        asset = MediaAsset.objects.get(id=world.ids["media_id"])
        share_files(asset, MediaAsset.objects.get(id=made))


@pytest.fixture
def page(
    site: Site, lesson: str, context_of: Callable[[str, str, str], BrowserContext]
) -> Iterator[Page]:
    """The lesson of a learner, from its beginning."""
    site.speak("en")
    page = context_of(COMPANY, "learner", "en").new_page()
    page.goto(f"{site.origin(COMPANY)}{lesson}")
    page.locator("smh-player").evaluate("el => { el.startAt = 0; }")
    yield page
    page.close()


class Asked:
    """The folders that segments were asked of, since the last look."""

    def __init__(self, page: Page) -> None:
        self._urls: list[str] = []
        page.on("request", lambda request: self._urls.append(request.url))

    def look(self) -> set[str]:
        found = {url.split("/")[-2] for url in self._urls if url.endswith(".ts")}
        self._urls.clear()
        return found


def _at(page: Page) -> float:
    return float(page.locator("smh-player video").evaluate("el => el.currentTime"))


def _plays_beyond(page: Page, seconds: float) -> None:
    page.wait_for_function(
        "at => { const v = document.querySelector('smh-player video');"
        " return !v.paused && v.readyState > 2 && v.currentTime > at; }",
        arg=seconds,
    )


def _picture_is(page: Page, there: bool) -> None:
    page.wait_for_function(
        "there => { const v = document.querySelector('smh-player video');"
        " return v.readyState > 1 && (v.videoWidth > 0) === there; }",
        arg=there,
    )


def test_listening_goes_on_where_the_picture_was_and_back(page: Page) -> None:
    asked = Asked(page)
    listen = page.get_by_role("button", name="Listen only")
    page.get_by_role("group", name="Video: ").get_by_role("button", name="Play").first.click()
    _plays_beyond(page, 1.5)
    assert asked.look() <= {"r0", "r1", "r2"}

    before = _at(page)
    listen.click()
    expect(listen).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_text("Listening only")).to_be_visible()
    _picture_is(page, False)
    asked.look()  # what was under way when it was switched
    _plays_beyond(page, before + 1)
    # Far beyond what any buffer holds.
    page.locator("smh-player").evaluate(
        "(el, to) => { el.querySelector('video').currentTime = to; }", 45
    )
    _plays_beyond(page, 46)
    assert asked.look() == {"audio"}

    before = _at(page)
    listen.click()
    expect(page.get_by_text("Listening only")).to_be_hidden()
    _picture_is(page, True)
    _plays_beyond(page, before)
    assert before - 0.6 < _at(page) < before + 5
    assert asked.look() <= {"r0", "r1", "r2", "audio"}
    assert page.locator("[data-notice]").is_hidden()


def test_who_listens_from_the_start_never_fetches_a_picture(page: Page) -> None:
    asked = Asked(page)
    page.get_by_role("button", name="Listen only").click()
    page.get_by_role("group", name="Video: ").get_by_role("button", name="Play").first.click()
    _plays_beyond(page, 1)
    assert asked.look() == {"audio"}
    assert page.locator("smh-player video").evaluate("el => el.videoWidth") == 0


def test_where_it_is_paused_it_stays_paused_at_its_place(page: Page) -> None:
    page.get_by_role("group", name="Video: ").get_by_role("button", name="Play").first.click()
    _plays_beyond(page, 1)
    page.locator("smh-player video").evaluate("el => el.pause()")
    before = _at(page)
    page.get_by_role("button", name="Listen only").click()
    _picture_is(page, False)
    page.wait_for_function(
        "at => Math.abs(document.querySelector('smh-player video').currentTime - at) < 0.6",
        arg=before,
    )
    assert page.locator("smh-player video").evaluate("el => el.paused")


def test_a_video_without_a_sound_alone_says_so_and_keeps_its_smallest_picture(
    site: Site, page: Page
) -> None:
    world = site.worlds[COMPANY]
    media_id = world.ids["media_id"]
    assert isinstance(media_id, UUID)

    def forget() -> dict[str, int]:
        with in_tenant(world.tenant):
            asset = MediaAsset.objects.get(id=media_id)
            files: dict[str, int] = asset.files
            asset.files = {name: size for name, size in files.items() if "audio" not in name}
            asset.save()
            return files

    def bring_back(files: dict[str, int]) -> None:
        with in_tenant(world.tenant):
            MediaAsset.objects.filter(id=media_id).update(files=files)

    files = site.ask(forget)
    try:
        page.reload()
        page.locator("smh-player").evaluate("el => { el.startAt = 0; }")
        asked = Asked(page)
        page.get_by_role("button", name="Listen only").click()
        expect(page.get_by_text("its smallest picture is fetched along")).to_be_visible()
        page.get_by_role("group", name="Video: ").get_by_role("button", name="Play").first.click()
        _plays_beyond(page, 1)
        assert asked.look() == {"r0"}
    finally:
        site.ask(lambda: bring_back(files))
