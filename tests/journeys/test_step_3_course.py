"""Step 3: an author builds a course of two modules with a text, a video and a quiz, and publishes it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import papers
from tests.journeys.steps import follow, open_mail, sign_in
from tests.journeys.story import AUTHOR, COMPANY, COURSE, PASSWORD, Story
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.xdist_group("journeys")
TRANSCODED_WITHIN = 240_000  # ms, beside everything else on two cores
TEXT = """The family has seen the flat. **Say nothing for ten seconds.**

1. Ask what each of them liked.
2. Write it down where they can see it.
3. Offer one date, not three.

> “Shall we hold 1204 until Sunday?”
"""


def test_an_author_joins(story: Story, visitor: Callable[..., Visitor]) -> None:
    story["author invited"]
    author = visitor(story["company"])
    page = author.page
    open_mail(author, AUTHOR[1], "Your invitation")
    author.look("3-invitation-mail")
    follow(author, "/account/invitation/")
    author.look("3-invitation")
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_role("button", name="Join", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(AUTHOR[0].split()[0])
    author.look("3-author-home")
    story["author joined"] = True


def test_an_author_publishes_a_course(
    story: Story, visitor: Callable[..., Visitor], tmp_path: Path
) -> None:
    story["author joined"]
    author = visitor(story["company"])
    page = author.page
    sign_in(author, AUTHOR[1])
    author.enter(page.get_by_role("link", name="Studio").first)
    author.look("3-studio-empty")
    page.get_by_role("link", name="New course").click()
    page.get_by_label("Title", exact=True).fill(COURSE)
    page.get_by_label("Summary").fill(
        "Three short lessons for the hour after a family saw the flat."
    )
    author.look("3-course-new")
    page.get_by_role("button", name="Create the draft").click()
    expect(page.get_by_role("heading", name=COURSE)).to_be_visible()
    outline = page.url
    _add_module(page, "The first ten minutes")
    _add_lesson(page, "Before you speak", "Text")
    _add_lesson(page, "Walking with the family", "Video")
    _add_module(page, "The second call")
    _add_lesson(page, "What would you say?", "Quiz", module=1)
    author.look("3-outline")

    page.get_by_role("link", name="Before you speak", exact=True).click()
    page.locator("#id_body_md").fill(TEXT)
    expect(page.locator("#rendered strong")).to_have_text("Say nothing for ten seconds.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("The lesson is saved.")).to_be_visible()
    author.look("3-text-lesson")

    author.go(outline)
    page.get_by_role("link", name="Walking with the family", exact=True).click()
    _video(author, tmp_path)

    author.go(outline)
    page.get_by_role("link", name="What would you say?", exact=True).click()
    author.enter(page.get_by_role("link", name="Edit the questions"))
    author.look("3-quiz-empty")
    _quiz(author)

    author.go(outline)
    author.enter(page.get_by_role("link", name="Check and publish"))
    author.look("3-publish")
    page.get_by_role("button", name="Publish version 1").click()
    expect(page.get_by_role("main")).to_contain_text("Version 1")
    author.look("3-published")
    author.go("/studio/")
    mine = page.get_by_role("row").filter(has_text=COURSE)
    expect(mine.filter(has_text="Published")).to_have_count(1)
    author.look("3-studio")
    assert COMPANY in page.title()
    story["course published"] = True


def _add_module(page: Page, title: str) -> None:
    page.get_by_label("Title of a new module").fill(title)
    page.get_by_role("button", name="Add module").click()
    expect(page.locator(".module-name").filter(has_text=title)).to_be_visible()


def _add_lesson(page: Page, title: str, kind: str, *, module: int = 0) -> None:
    adder = page.locator("details.adder").nth(module)
    if adder.get_attribute("open") is None:
        adder.locator("summary").click()
    adder.get_by_label("Title of the lesson").fill(title)
    adder.get_by_role("radio", name=kind, exact=True).check()
    adder.get_by_role("button", name="Add lesson").click()
    expect(page.locator(".build-lessons").nth(module)).to_contain_text(title)


def _video(author: Visitor, folder: Path) -> None:
    page = author.page
    text = folder / "not-a-video.mp4"
    text.write_text("This is a text in disguise.\n" * 50)
    page.get_by_label("Video file").set_input_files(text)
    with author.expecting(400, 415, 422):
        page.get_by_role("button", name="Upload the video").click()
        expect(page.get_by_role("alert")).to_be_visible()
    author.look("3-video-wrong")

    page.get_by_label("Video file").set_input_files(papers.video_mp4(folder))
    page.get_by_role("button", name="Upload the video").click()
    expect(page.locator("#video")).to_contain_text("site-visit.mp4")
    author.picture("3-video-processing-1440")
    player = page.locator("#video video")
    expect(player).to_be_attached(timeout=TRANSCODED_WITHIN)
    expect(page.locator("#video")).to_contain_text("p, ")
    rungs = page.locator("#video .row.dots span").last.inner_text()
    assert len(rungs.split(", ")) == 3, rungs

    page.reload()
    page.get_by_text("Add or replace captions").click()
    page.get_by_role("combobox", name="Language").select_option("en")
    page.get_by_label("WebVTT file").set_input_files(
        {"name": "en.vtt", "mimeType": "text/vtt", "buffer": papers.CAPTIONS.encode()}
    )
    page.get_by_role("button", name="Save captions").click()
    expect(page.locator("#captions .list")).to_contain_text("English")
    author.look("3-video-lesson")


def _quiz(author: Visitor) -> None:
    page = author.page
    page.get_by_role("link", name="Add a question").click()
    with author.expecting(400, 422):
        page.get_by_role("button", name="Save question").last.click()
        expect(page.get_by_role("alert")).to_be_visible()
    author.look("3-question-wrong")
    _question(
        page,
        "“We will think about it.” What do you ask first?",
        "One right answer",
        {"What would you like to think through?": True, "Shall I call on Sunday?": False},
    )
    page.get_by_role("link", name="Add a question").click()
    _question(
        page,
        "Which two belong in the note you send that evening?",
        "Several right answers",
        {"What each of them liked": True, "The one open question": True, "The price list": False},
    )
    author.look("3-quiz")


def _question(page: Page, prompt: str, kind: str, choices: dict[str, bool]) -> None:
    page.get_by_label("Question", exact=True).fill(prompt)
    page.get_by_label(kind).check()
    while page.locator(".choice-row").count() < len(choices):
        before = page.locator(".choice-row").count()
        page.get_by_role("button", name="Add another answer").click()
        expect(page.locator(".choice-row")).to_have_count(before + 1)
    while page.locator(".choice-row").count() > len(choices):
        before = page.locator(".choice-row").count()
        page.get_by_role("button", name=f"Remove answer {before}").click()
        expect(page.locator(".choice-row")).to_have_count(before - 1)
    for number, (text, right) in enumerate(choices.items()):
        page.locator(f"#choice-{number}-text").fill(text)
        page.locator(f"#choice-{number}-right").set_checked(right)
    page.get_by_role("button", name="Save question").last.click()
    expect(page.get_by_role("main")).to_contain_text(prompt)
