"""The player over a real ladder, whether hls.js plays or the browser itself, as on every iPhone."""

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from learning.catalogue.models import MediaAsset
from tenants.schemas import in_tenant
from tests.pages.beside import add_watcher
from tests.pages.player import WITHOUT_MSE, Asked, at, picture_is, play, plays_beyond, prepare
from tests.pages.site import Site
from tests.pages.table import COMPANY


@pytest.fixture(scope="module")
def lesson(site: Site, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The path of a lesson whose video was made by the worker."""
    return prepare(site, tmp_path_factory.mktemp("clips"))


@pytest.fixture(params=["by hls.js", "by the browser"])
def page(
    request: pytest.FixtureRequest,
    site: Site,
    lesson: str,
    context_of: Callable[[str, str, str], BrowserContext],
) -> Iterator[Page]:
    """The lesson of somebody who has not seen it before."""
    who = f"watcher {request.node.name}"
    add_watcher(site, who)
    site.speak("hi")
    site.speak("en")  # who came after, too
    context = context_of(COMPANY, who, "en")
    page = context.new_page()
    if request.param == "by the browser":
        page.add_init_script(WITHOUT_MSE)
    page.goto(f"{site.origin(COMPANY)}{lesson}")
    yield page
    context.close()


def test_listening_goes_on_where_the_picture_was_and_back(page: Page) -> None:
    asked = Asked(page)
    listen = page.get_by_role("button", name="Listen only")
    play(page)
    plays_beyond(page, 1.5)
    assert asked.look() <= {"r0", "r1", "r2"}

    before = at(page)
    listen.click()
    expect(listen).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_text("Listening only")).to_be_visible()
    picture_is(page, False)
    asked.look()  # what was under way when it was switched
    plays_beyond(page, before + 1)
    # Far beyond what any buffer holds.
    page.locator("smh-player").evaluate(
        "(el, to) => { el.querySelector('video').currentTime = to; }", 45
    )
    plays_beyond(page, 46)
    assert asked.look() == {"audio"}

    before = at(page)
    listen.click()
    expect(page.get_by_text("Listening only")).to_be_hidden()
    picture_is(page, True)
    plays_beyond(page, before)
    assert before - 0.6 < at(page) < before + 5
    assert asked.look() <= {"r0", "r1", "r2", "audio"}
    assert page.locator("[data-notice]").is_hidden()


def test_who_listens_from_the_start_never_fetches_a_picture(page: Page) -> None:
    asked = Asked(page)
    page.get_by_role("button", name="Listen only").click()
    play(page)
    plays_beyond(page, 1)
    assert asked.look() == {"audio"}
    assert page.locator("smh-player video").evaluate("el => el.videoWidth") == 0


def test_who_plays_is_as_it_was_asked_for(request: pytest.FixtureRequest, page: Page) -> None:
    play(page)
    plays_beyond(page, 1)
    by_itself = request.node.callspec.params["page"] == "by the browser"
    assert page.locator("smh-player").evaluate("el => el.source.native") is by_itself
    assert (
        page.locator("smh-player video").evaluate("el => el.src.startsWith('blob:')") != by_itself
    )


def test_a_rung_is_chosen_and_given_back(page: Page) -> None:
    asked = Asked(page)
    play(page)
    plays_beyond(page, 1)
    quality = page.get_by_label("Quality")
    assert quality.locator("option").all_inner_texts() == ["Automatic", "180p", "120p", "60p"]
    asked.look()
    before = at(page)
    quality.select_option("60p")
    _goes_to(page, 45)
    assert page.locator("smh-player video").evaluate("el => el.videoHeight") == 60
    assert "r0" in asked.look()
    quality.select_option("180p")
    page.wait_for_function("() => document.querySelector('smh-player video').videoHeight === 180")
    assert at(page) > 45 > before
    assert page.locator("[data-notice]").is_hidden()


def test_after_listening_the_picture_is_as_it_was_chosen(page: Page) -> None:
    play(page)
    plays_beyond(page, 1)
    page.get_by_label("Quality").select_option("60p")
    listen = page.get_by_role("button", name="Listen only")
    listen.click()
    picture_is(page, False)
    expect(page.get_by_label("Quality")).to_be_disabled()
    listen.click()
    page.wait_for_function("() => document.querySelector('smh-player video').videoHeight === 60")


def test_words_and_speed_outlast_a_change_of_the_stream(page: Page) -> None:
    play(page)
    plays_beyond(page, 1)
    page.get_by_label("Captions").last.select_option("en")
    page.get_by_label("Speed").select_option("1.5")
    page.get_by_role("button", name="Listen only").click()
    picture_is(page, False)
    _goes_to(page, 31)
    video = page.locator("smh-player video")
    assert video.evaluate("el => [el.playbackRate, el.textTracks[0].mode]") == [1.5, "showing"]
    words = "el => el.textTracks[0].activeCues[0]?.text"
    assert video.evaluate(words) == "Then listen"
    page.get_by_label("Speed").select_option("1")


def test_what_was_watched_and_the_place_are_kept(page: Page) -> None:
    play(page)
    plays_beyond(page, 2)
    _goes_to(page, 20)
    with page.expect_response(lambda answer: answer.request.method == "POST") as told:
        page.locator("smh-player video").evaluate("el => el.pause()")
    report = told.value.request.post_data_json
    assert told.value.ok
    assert 20_000 < report["position_ms"] < 30_000
    (begun, left), (went_on, stood) = report["ranges"]
    assert (begun, left) == (pytest.approx(0, abs=100), pytest.approx(2500, abs=2000))
    assert (went_on, stood) == (pytest.approx(20_000, abs=500), report["position_ms"])

    page.reload()
    assert page.locator("smh-player").get_attribute("data-position") == str(stood)
    play(page)
    plays_beyond(page, stood / 1000)
    assert at(page) < stood / 1000 + 15


def _goes_to(page: Page, seconds: float) -> None:
    page.locator("smh-player").evaluate(
        "(el, to) => { el.querySelector('video').currentTime = to; }", seconds
    )
    plays_beyond(page, seconds + 0.5)


def test_where_it_is_paused_it_stays_paused_at_its_place(page: Page) -> None:
    play(page)
    plays_beyond(page, 1)
    page.locator("smh-player video").evaluate("el => el.pause()")
    before = at(page)
    page.get_by_role("button", name="Listen only").click()
    picture_is(page, False)
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
        asked = Asked(page)
        page.get_by_role("button", name="Listen only").click()
        expect(page.get_by_text("its smallest picture is fetched along")).to_be_visible()
        play(page)
        plays_beyond(page, 1)
        assert asked.look() == {"r0"}
    finally:
        site.ask(lambda: bring_back(files))
