"""Step 5: two people learn on their phones and get certificates in their own scripts."""

import io
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.journeys.proof import check_proof
from tests.journeys.steps import follow, open_mail, sign_in
from tests.journeys.story import COMPANY, COURSE, HINDI, PASSWORD, TAMIL, Story
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.xdist_group("journeys")
LONG = 120_000  # ms


def test_learners_join_by_their_invitations(story: Story, visitor: Callable[..., Visitor]) -> None:
    story["assigned"]
    for person in (HINDI, TAMIL):
        _join(visitor(story["company"], phone=True), person, look=person is HINDI)
    story["joined"] = True


def test_a_learner_gets_a_certificate_in_devanagari(
    story: Story, visitor: Callable[..., Visitor], shots: Path
) -> None:
    story["joined"]
    learner = visitor(story["company"], phone=True)
    page = learner.page
    sign_in(learner, HINDI[1])
    first = page.get_by_role("main").locator(".card").first
    expect(first).to_contain_text(COURSE)
    expect(first).to_contain_text("The Baner launch is on the 20th.")
    learner.look("5-home")
    learner.enter(first.get_by_role("link", name="Start"))
    learner.look("5-text-lesson")
    page.get_by_role("button", name="Mark as done and continue").click()

    _watch_a_little(page)
    learner.look("5-video-lesson")
    _position_is_kept(page)
    _skipping_does_not_count(page)
    _watch_all(page)
    learner.look("5-video-done")
    learner.enter(page.locator("[data-after]"))
    learner.look("5-quiz-intro")

    learner.enter(page.get_by_role("button", name="Start the quiz"))
    learner.look("5-quiz")
    _answer(page, "Shall I call on Sunday?", "What each of them liked")
    page.get_by_role("button", name="Hand in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Not passed yet")
    learner.look("5-quiz-not-passed")
    page.get_by_role("button", name="Try again").click()
    _pass(page)
    learner.look("5-quiz-passed")
    _to_certificate(page)
    learner.look("5-certificate")
    story["hindi"] = _files(learner, HINDI, shots, "5-certificate-devanagari")
    learner.go("/learn/certificates/")
    learner.look("5-certificates")
    learner.go("/learn/")
    learner.look("5-my-courses")


def test_a_learner_gets_a_certificate_in_tamil(
    story: Story, visitor: Callable[..., Visitor], shots: Path
) -> None:
    story["joined"]
    learner = visitor(story["company"], phone=True)
    page = learner.page
    sign_in(learner, TAMIL[1])
    learner.enter(page.get_by_role("main").get_by_role("link", name="Start").first)
    with learner.expecting(404):
        learner.go("/learn/certificates/01900000-0000-7000-8000-000000000000/")
    page.go_back()
    page.get_by_role("button", name="Mark as done and continue").click()
    _watch_all(page)
    page.locator("[data-after]").click()
    page.get_by_role("button", name="Start the quiz").click()
    _pass(page)
    _to_certificate(page)
    learner.look("5-certificate-page-tamil")
    story["tamil"] = _files(learner, TAMIL, shots, "5-certificate-tamil")


def _join(learner: Visitor, person: tuple[str, str, str], *, look: bool = False) -> None:
    page = learner.page
    open_mail(learner, person[1], "Your invitation")
    follow(learner, "/account/invitation/")
    used = page.url
    expect(page.get_by_label("Your name")).to_have_value(person[0])
    expect(page.get_by_label("Name in your own script")).to_have_value(person[2])
    if look:
        page.get_by_label("Choose a password").fill("123")
        with learner.expecting(400, 422):
            page.get_by_role("button", name="Join", exact=True).click()
            expect(page.get_by_role("alert")).to_be_visible()
        learner.look("5-join-wrong")
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_role("button", name="Join", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(person[0].split()[0])
    if look:
        with learner.expecting(404, 409, 410):
            learner.go(used)  # a second time
            expect(page.get_by_label("Choose a password")).to_have_count(0)
        learner.look("5-invitation-used")


def _time(page: Page) -> float:
    return float(page.evaluate("document.querySelector('video').currentTime"))


def _await_time(page: Page, seconds: float) -> None:
    page.wait_for_function(
        "least => document.querySelector('video').currentTime >= least", arg=seconds, timeout=LONG
    )


def _watch_a_little(page: Page) -> None:
    """Play to 3.5 of 8 s and pause, which reports the position."""
    page.locator("button.big-play").click()
    _await_time(page, 3.5)
    with page.expect_response(lambda answer: "/watch/" in answer.url and answer.ok):
        page.evaluate("document.querySelector('video').pause()")
    expect(page.locator("[data-watched]").last).to_contain_text("% watched")


def _position_is_kept(page: Page) -> None:
    before = _time(page)
    page.reload()
    kept = page.locator("smh-player").get_attribute("data-position")
    assert abs(int(kept or 0) / 1000 - before) < 1, (kept, before)
    page.locator("button.big-play").click()
    page.wait_for_function("() => !document.querySelector('video').paused", timeout=LONG)
    _await_time(page, 3)


def _skipping_does_not_count(page: Page) -> None:
    """Jump to the end: what lies between was not watched, so the lesson stays open."""
    page.evaluate("document.querySelector('video').currentTime = 7.2")
    with page.expect_response(lambda answer: "/watch/" in answer.url and answer.ok, timeout=LONG):
        _await_time(page, 7.5)
        page.wait_for_function("() => document.querySelector('video').paused", timeout=LONG)
    page.reload()
    expect(page.locator("[data-watched]").last).to_contain_text("% watched")


def _watch_all(page: Page) -> None:
    page.evaluate("document.querySelector('video').currentTime = 0")
    page.locator("button.big-play").click()
    expect(page.locator("[data-watched]").last).to_have_text("Done", timeout=LONG)


def _answer(page: Page, single: str, *several: str) -> None:
    page.get_by_label(single).check()
    for one in several:
        page.get_by_label(one).check()


def _pass(page: Page) -> None:
    _answer(
        page,
        "What would you like to think through?",
        "What each of them liked",
        "The one open question",
    )
    page.get_by_role("button", name="Hand in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Passed")


def _to_certificate(page: Page) -> None:
    page.get_by_role("link", name="Course completed: see your certificate").click()
    expect(page.get_by_role("link", name="Download PDF")).to_be_visible(timeout=LONG)


def _files(
    learner: Visitor, person: tuple[str, str, str], shots: Path, name: str
) -> dict[str, str]:
    """Download both files, inspect them, and return where they lie and what they name."""
    page = learner.page
    file, pdf = learner.download(page.get_by_role("link", name="Download PDF"))
    _, signed = learner.download(page.get_by_role("link", name="Signed JSON"))
    share = page.locator("a.code").inner_text()
    code = file.removesuffix(".pdf")
    assert share.endswith(f"/verify/{code}/"), share

    reader = PdfReader(io.BytesIO(pdf))
    words = "".join(reader.pages[0].extract_text().split())
    for shown in (person[2], person[0], COURSE, code, "100%"):
        assert "".join(shown.split()) in words, (shown, words)
    assert (len(reader.pages), COMPANY in (reader.metadata.title or "")) == (1, True)
    fonts = {font["/BaseFont"]: font for font in _fonts(reader)}
    assert all("/FontFile" in str(font) for font in fonts.values()), fonts
    attached = {title: body[0] for title, body in reader.attachments.items()}
    credential = json.loads(signed)
    assert [json.loads(body) for body in attached.values()] == [credential]

    # did:web: the issuer's name spells the address of its document.
    _, _, host, *path = credential["issuer"]["id"].split(":")
    address = f"http://{unquote(host)}/{'/'.join(path) or '.well-known'}/did.json"
    page.goto(share)
    check_proof(credential, page.evaluate("of => fetch(of).then(answer => answer.json())", address))

    path = shots / f"{name}.pdf"
    path.write_bytes(pdf)
    path.with_suffix(".json").write_bytes(signed)
    if shutil.which("pdftoppm"):
        picture = ["pdftoppm", "-r", "110", "-png", "-singlefile", str(path), str(shots / name)]
        subprocess.run(picture, check=True)
    return {"pdf": str(path), "json": str(path.with_suffix(".json")), "code": code, "link": share}


def _fonts(reader: PdfReader) -> list[dict[str, object]]:
    found = []
    for font in reader.pages[0]["/Resources"]["/Font"].values():  # type: ignore[index]
        font = font.get_object()
        inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
        descriptor = inner["/FontDescriptor"].get_object()
        found.append({"/BaseFont": font["/BaseFont"], "keys": sorted(descriptor)})
    return found
