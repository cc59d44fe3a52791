"""The lesson's player over a real ladder, playing by hls.js, or by the browser itself as Safari does."""

from pathlib import Path

from playwright.sync_api import Page

from learning.catalogue.models import MediaAsset
from learning.catalogue.services.caption import set_captions
from learning.catalogue.services.transcode import transcode
from learning.catalogue.services.upload import receive_video, share_files
from tenants.schemas import in_tenant
from tests.learning.catalogue.conftest import make_clip
from tests.pages.site import Site
from tests.pages.table import COMPANY

# Longer than the player buffers ahead, so that whatever it plays it still has to ask for.
SECONDS = 60
# Chromium plays HLS itself, and is made to by taking away what hls.js needs.
WITHOUT_MSE = "for (const n of ['MediaSource', 'ManagedMediaSource']) delete window[n];"
WORDS = b"WEBVTT\n\n00:00.000 --> 00:30.000\nAsk first\n\n00:30.000 --> 01:00.000\nThen listen\n"


def prepare(site: Site, folder: Path) -> str:
    """Have the worker make the video of a lesson, with words in English; return the lesson's path."""
    clip = make_clip(folder / "long.mp4", size="320x180", seconds=SECONDS)
    site.ask(lambda: _prepare(site, clip))
    ids = site.worlds[COMPANY].ids
    return f"/learn/{ids['course_id']}/{ids['video_lesson_id']}/"


def _prepare(site: Site, clip: Path) -> None:
    world = site.worlds[COMPANY]
    with in_tenant(world.tenant):
        made = receive_video(path=clip, name=clip.name, actor=world.people["author"])
        transcode(media_id=made)
        asset = MediaAsset.objects.get(id=world.ids["media_id"])
        share_files(asset, MediaAsset.objects.get(id=made))
        set_captions(media_id=asset.id, language="en", data=WORDS)


def play(page: Page) -> None:
    """Press the button in the middle of the picture."""
    page.get_by_role("group", name="Video: ").get_by_role("button", name="Play").first.click()


class Asked:
    """The folders that segments were asked of, since the last look."""

    def __init__(self, page: Page) -> None:
        self._urls: list[str] = []
        page.on("request", lambda request: self._urls.append(request.url))

    def look(self) -> set[str]:
        found = {url.split("/")[-2] for url in self._urls if url.endswith(".ts")}
        self._urls.clear()
        return found


def at(page: Page) -> float:
    return float(page.locator("smh-player video").evaluate("el => el.currentTime"))


def plays_beyond(page: Page, seconds: float) -> None:
    page.wait_for_function(
        "at => { const v = document.querySelector('smh-player video');"
        " return !v.paused && v.readyState > 2 && v.currentTime > at; }",
        arg=seconds,
    )


def picture_is(page: Page, there: bool) -> None:
    page.wait_for_function(
        "there => { const v = document.querySelector('smh-player video');"
        " return v.readyState > 1 && (v.videoWidth > 0) === there; }",
        arg=there,
    )
